/* Matrices, sums and pages as people read them, in three notations: for a terminal, for LaTeX (with
 * amsmath) and as HTML with MathML Core. Every function adds to a text, whose notation decides what
 * is added; what they return, and that only the last need be checked, stands at rowcol_text_add.
 *
 * A page is made of blocks (headings, paragraphs, matrices, formulas, lines); on a terminal an
 * empty line stands between them. Its start and end may be left out, for a part of a page that is
 * the caller's. */
#ifndef ROWCOL_NOTATION_H
#define ROWCOL_NOTATION_H

#include <stdbool.h>
#include <stddef.h>

#include <rowcol/matrix.h>
#include <rowcol/status.h>
#include <rowcol/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Pages ------------------------------------------------------------------------------------ */

/* The start and the end of a page that is complete: an English HTML document without scripts or
 * anything from elsewhere, right in light and dark; a LaTeX document to compile; nothing on a
 * terminal.
 *
 * title        words; they are not shown on the page (see rowcol_text_heading).
 * stylesheet   the address of the CSS of the HTML; NULL for a few rules within it. It should break
 *              the page at .page and let .line scroll. The other notations pass over it. */
ROWCOL_API rowcol_status rowcol_text_open(rowcol_text *text, const char *title,
                                          const char *stylesheet);
ROWCOL_API rowcol_status rowcol_text_close(rowcol_text *text);

/* What follows begins on a new sheet of paper; nothing on a terminal. */
ROWCOL_API rowcol_status rowcol_text_new_page(rowcol_text *text);

/* A heading or a paragraph of words: UTF-8, on one line, free of markup; what is special in the
 * notation is escaped.
 *
 * level   1 for the page's, 2 for a part's. */
ROWCOL_API rowcol_status rowcol_text_heading(rowcol_text *text, int level, const char *words);
ROWCOL_API rowcol_status rowcol_text_paragraph(rowcol_text *text, const char *words);

/* What stands for a character that would mean something else in this notation ("&lt;"); NULL: it
 * stands for itself. Static text, any thread. */
ROWCOL_API const char *rowcol_escaped(rowcol_notation notation, char character);

/* Words alone, escaped, within whatever is being written. */
ROWCOL_API rowcol_status rowcol_text_words(rowcol_text *text, const char *words);

/* --- Blocks of mathematics -------------------------------------------------------------------- */

/* Rows or columns that are shown of a matrix; where there are more, dots stand before the last. On
 * a terminal columns of a matrix by itself are fewer, where a line has no room for them
 * (columns.h). */
#define ROWCOL_SHOWN 40

/* One part of a formula: a matrix, or words where that is NULL. */
typedef struct rowcol_part {
    const rowcol_matrix *matrix;
    bool transposed;   /* show its transpose */
    const char *words; /* "1.", "=", "_____" */
} rowcol_part;

/* A formula on lines of its own: its parts side by side, matrices in brackets. On a terminal:
 *
 *     1.  [2  1] [3] =
 *         [5  4] [4]
 */
ROWCOL_API rowcol_status rowcol_text_formula(rowcol_text *text, const rowcol_part *parts,
                                             size_t count);

/* A matrix by itself, with a name. On a terminal its rows, a line each, columns aligned at the
 * decimal points with two spaces between (columns.h), under "name:". */
ROWCOL_API rowcol_status rowcol_text_matrix(rowcol_text *text, const char *name,
                                            const rowcol_matrix *matrix, bool transposed);

/* --- Within a line ---------------------------------------------------------------------------- */

/* A line of mathematics: a paragraph of its own, and on a terminal a line below the last.
 *
 * spoken   the same in plain text, for readers without MathML; NULL for none.
 *
 *     rowcol_text_gap(&text);           an empty line before the first of several
 *     rowcol_text_line_begin(&text, NULL);
 *     rowcol_text_entry_name(&text, "d", 0, 0);
 *     rowcol_text_sign(&text, ROWCOL_EQUALS);
 *     rowcol_text_number(&text, 6);
 *     rowcol_text_addend(&text, -4);
 *     rowcol_text_line_end(&text);      "d = 6 - 4" and a newline */
ROWCOL_API rowcol_status rowcol_text_gap(rowcol_text *text);
ROWCOL_API rowcol_status rowcol_text_line_begin(rowcol_text *text, const char *spoken);
ROWCOL_API rowcol_status rowcol_text_line_end(rowcol_text *text);

typedef enum rowcol_sign { ROWCOL_EQUALS, ROWCOL_PLUS, ROWCOL_MINUS, ROWCOL_TIMES } rowcol_sign;

/* A sign with what belongs around it: " = ", " + ", " - ", "*". */
ROWCOL_API rowcol_status rowcol_text_sign(rowcol_text *text, rowcol_sign sign);

/* A finite number in its shortest text: "-2", "0.1", "1e+21" (which elsewhere is a power of
 * ten). */
ROWCOL_API rowcol_status rowcol_text_number(rowcol_text *text, double value);

/* A number as a factor: in parentheses where it is negative, also where it is -0. */
ROWCOL_API rowcol_status rowcol_text_factor(rowcol_text *text, double value);

/* "2*3". */
ROWCOL_API rowcol_status rowcol_text_times(rowcol_text *text, double left, double right);

/* Every number of a sum but the first, which rowcol_text_number writes: " + 4", " - 2". */
ROWCOL_API rowcol_status rowcol_text_addend(rowcol_text *text, double value);

/* The name of an entry: `letters` alone where row is 0, and else "c[3,7]". */
ROWCOL_API rowcol_status rowcol_text_entry_name(rowcol_text *text, const char *letters, size_t row,
                                                size_t column);

#ifdef __cplusplus
}
#endif
#endif
