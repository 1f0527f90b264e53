/* Columns of numbers on a terminal: aligned at their decimal points, and fitted to a line, with
 * dots for the columns in the middle where there are too many. Nothing here allocates. */
#ifndef ROWCOL_COLUMNS_H
#define ROWCOL_COLUMNS_H

#include <stddef.h>

#include <rowcol/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The characters of a line, and what stands between columns and for those that are left out. */
#define ROWCOL_LINE 100
#define ROWCOL_COLUMN_GAP "  "
#define ROWCOL_COLUMN_DOTS "..."

/* No line has more columns than these: of one character, and two between. So of a matrix with more
 * than twice as many only that many need be looked at on either side. */
#define ROWCOL_LINE_COLUMNS 34

/* The width of a column: of the whole parts of its numbers, which end at its right, and of what
 * follows them (a fraction, an exponent), which begins at its left. {0} is a column without
 * numbers. */
typedef struct rowcol_width {
    unsigned char whole;
    unsigned char rest;
} rowcol_width;

/* The most characters that the numbers of rowcol_number_write make a column wide. */
#define ROWCOL_WIDTH_MOST 46

/* Makes a column wide enough for a number's text. Several threads may do so at once.
 *
 * text   of rowcol_number_write or like it: with a plus, or with a unit behind it ("+0.5i"). */
ROWCOL_API void rowcol_width_raise(rowcol_width *width, const char *text, size_t length);

/* Writes a number's text into its column, blanks on both sides. A column that is too narrow for it
 * is passed over: {0} writes the text as it is.
 *
 * out   room for the column's width and the text's length.
 *
 * Returns the number of characters. */
ROWCOL_API size_t rowcol_width_write(rowcol_width width, const char *text, size_t length,
                                     char *out);

/* What is shown of `count` things in a row: the first, dots, and the last; or all of them, if they
 * are as many as there are. */
typedef struct rowcol_excerpt {
    size_t count;
    size_t leading;
    size_t trailing;
} rowcol_excerpt;

/* The columns of which one line has room: all of them, or as many on the left as on the right or
 * one more, and always one.
 *
 * widths   of all the columns; where they are more than 2 * ROWCOL_LINE_COLUMNS, of that many from
 *          the left and then that many up to the right. Each is the sum of `parts` widths, one
 *          after the other (2 for complex numbers). */
ROWCOL_API rowcol_excerpt rowcol_columns_fit(const rowcol_width *widths, size_t parts,
                                             size_t count);

#ifdef __cplusplus
}
#endif
#endif
