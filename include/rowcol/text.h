/* A growing text in one of the notations of notation.h: for a terminal, for LaTeX or as HTML. */
#ifndef ROWCOL_TEXT_H
#define ROWCOL_TEXT_H

#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a text is to be read. */
typedef enum rowcol_notation {
    ROWCOL_PLAIN, /* a terminal: UTF-8 with nothing but spaces and newlines to lay it out */
    ROWCOL_LATEX, /* LaTeX with amsmath */
    ROWCOL_HTML,  /* HTML with MathML Core */
} rowcol_notation;

/* A text under way. One thread at a time. */
typedef struct rowcol_text {
    rowcol_notation notation;
    char *bytes; /* a NUL stands after the last; NULL while there is none */
    size_t length;
    size_t most; /* the length that it may never go beyond */
    rowcol_status status;
    size_t _size; /* of the block */
} rowcol_text;

/* An empty text; it holds no memory yet.
 *
 * most   bytes that it never grows beyond. */
ROWCOL_API void rowcol_text_begin(rowcol_text *text, rowcol_notation notation, size_t most);

/* Adds bytes as they are, all of them or none.
 *
 * Returns ROWCOL_OK; ROWCOL_NO_MEMORY; ROWCOL_TOO_LARGE beyond `most`. This holds for every
 * function that adds to a text, here and in notation.h, and the first failure stays: all calls
 * after it fail in the same way and add nothing, so that only the last, or text->status, need be
 * looked at. */
ROWCOL_API rowcol_status rowcol_text_add(rowcol_text *text, const char *bytes, size_t count);

/* The same for a string. */
ROWCOL_API rowcol_status rowcol_text_add_string(rowcol_text *text, const char *string);

/* Makes it empty, but keeps its memory for what comes next; a failure stays. */
ROWCOL_API void rowcol_text_clear(rowcol_text *text);

/* Frees what it holds and leaves it empty, ready to begin anew with the same notation. */
ROWCOL_API void rowcol_text_release(rowcol_text *text);

#ifdef __cplusplus
}
#endif
#endif
