/* Why two matrices can't be combined entry by entry. */
#ifndef API_UNLIKE_H
#define API_UNLIKE_H

#include "api/call.h"

/* Sets the problem for a and b, of TWO_MATRICES, whose shapes differ.
 *
 * done   what is done with them, in words: "added entry by entry".
 * hint   what else they may have been meant for, a sentence with a space before it, or "".
 *
 * Returns false, for the handler to return. */
bool refuse_unlike(struct call *call, const char *done, const char *hint);

#endif
