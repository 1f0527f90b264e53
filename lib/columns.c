/* Columns of numbers: their widths, and how many of them fit into a line. */
#include <rowcol/columns.h>

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define GAP (sizeof ROWCOL_COLUMN_GAP - 1)
#define DOTS (sizeof ROWCOL_COLUMN_DOTS - 1)

_Static_assert((ROWCOL_LINE + GAP) / (1 + GAP) == ROWCOL_LINE_COLUMNS, "see columns.h");

/* The length of a number's whole part, its sign included. */
static size_t whole_length(const char *text, size_t length)
{
    size_t whole = 0;

    while (whole < length &&
           ((text[whole] >= '0' && text[whole] <= '9') || text[whole] == '-' || text[whole] == '+'))
        whole++;
    return whole;
}

/* `at` is a member of the width. */
static void raise_to(rowcol_width *width, size_t at, size_t length)
{
    unsigned char *member = (unsigned char *)width + at;
    unsigned char wanted = (unsigned char)length;
    unsigned char seen = __atomic_load_n(member, __ATOMIC_RELAXED);

    while (seen < wanted && !__atomic_compare_exchange_n(member, &seen, wanted, true,
                                                         __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
}

void rowcol_width_raise(rowcol_width *width, const char *text, size_t length)
{
    size_t whole = whole_length(text, length);

    raise_to(width, offsetof(rowcol_width, whole), whole);
    raise_to(width, offsetof(rowcol_width, rest), length - whole);
}

size_t rowcol_width_write(rowcol_width width, const char *text, size_t length, char *out)
{
    size_t whole = whole_length(text, length);
    size_t before = width.whole > whole ? width.whole - whole : 0;
    size_t after = width.rest > length - whole ? width.rest - (length - whole) : 0;

    memset(out, ' ', before);
    memcpy(out + before, text, length);
    memset(out + before + length, ' ', after);
    return before + length + after;
}

/* The width of a column, and the gap before it. */
static size_t column_width(const rowcol_width *widths, size_t parts, size_t column)
{
    size_t width = GAP;

    for (size_t part = column * parts; part < (column + 1) * parts; part++)
        width += (size_t)widths[part].whole + widths[part].rest;
    return width;
}

rowcol_excerpt rowcol_columns_fit(const rowcol_width *widths, size_t parts, size_t count)
{
    const size_t line = ROWCOL_LINE + GAP; /* as each column has a gap */
    size_t known = count <= 2 * ROWCOL_LINE_COLUMNS ? count : 2 * ROWCOL_LINE_COLUMNS;
    rowcol_excerpt excerpt = {count, 0, 0};
    size_t width = 0;

    for (size_t column = 0; column < known && width <= line; column++)
        width += column_width(widths, parts, column);
    if (count == known && width <= line) {
        excerpt.leading = count;
        return excerpt;
    }
    width = DOTS + GAP;
    for (size_t shown = 0; shown < known; shown++) {
        bool left = shown % 2 == 0;

        width += column_width(widths, parts, left ? shown / 2 : known - 1 - shown / 2);
        if (width > line && shown > 0)
            break;
        *(left ? &excerpt.leading : &excerpt.trailing) += 1;
    }
    return excerpt;
}
