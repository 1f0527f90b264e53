/* rowcold --check: asks the server that the same options describe whether it is well. */
#ifndef CHECK_H
#define CHECK_H

#include "base/options.h"

/* Fetches /healthz; prints what is wrong on standard error.
 *
 * Returns the program's exit status: 0 if the server answers 200, otherwise 1. */
int check_server(const struct options *options);

#endif
