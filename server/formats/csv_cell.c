#include "formats/csv_cell.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

void csv_cell_begin(struct csv_cell *cell, bool commas)
{
    cell->at = CSV_BEFORE;
    cell->commas = commas;
    cell->mark = 0;
    cell->zeros = false;
    cell->bare = false;
    cell->at_mark = false;
    cell->length = 0;
    rowcol_number_begin(&cell->number);
}

bool csv_cell_blank(const struct csv_cell *cell)
{
    return cell->at == CSV_BEFORE;
}

static void keep(struct csv_cell *cell, const char *bytes, const char *end)
{
    size_t count = (size_t)(end - bytes);

    if (cell->length < CSV_EXCERPT)
        memcpy(cell->excerpt + cell->length, bytes,
               count < CSV_EXCERPT - cell->length ? count : CSV_EXCERPT - cell->length);
    cell->length += count;
}

/* Adds to the number what its text leaves out. Returns whether it can stand there. */
static bool add(struct csv_cell *cell, char byte)
{
    const char *next = &byte;

    return rowcol_number_feed(&cell->number, &next, &byte + 1) == ROWCOL_OK && next == &byte + 1;
}

static bool is_mark(const struct csv_cell *cell, char byte)
{
    return byte == '.' || (byte == ',' && cell->commas);
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

/* The first byte that is no blank: a sign, or what follows it. */
static const char *take_sign(struct csv_cell *cell, const char *at)
{
    cell->at = CSV_ZEROS;
    if (*at == '-')
        (void)add(cell, '-');
    return *at == '-' || *at == '+' ? at + 1 : at;
}

/* Zeros that mean nothing, as JSON has none; if all of them do, one is added. */
static const char *take_zeros(struct csv_cell *cell, const char *at, const char *end)
{
    for (; at < end && *at == '0'; at++)
        cell->zeros = true;
    if (at == end)
        return at;
    cell->at = CSV_DIGITS;
    if (is_digit(*at))
        return at;
    cell->bare = !cell->zeros;
    if (!cell->zeros && !is_mark(cell, *at))
        cell->at = CSV_OTHER;
    else
        (void)add(cell, '0');
    return at;
}

/* Ends a number after its point. */
static void end_mark(struct csv_cell *cell)
{
    if (cell->at_mark && !cell->bare)
        (void)add(cell, '0');
    cell->at_mark = false;
}

/* A byte that JSON would not have there. */
static const char *take_other(struct csv_cell *cell, const char *at)
{
    if (cell->at_mark && !cell->bare && !is_digit(*at) && !is_mark(cell, *at)) {
        end_mark(cell);
        return at;
    }
    if (*at == ',' && cell->commas && add(cell, '.')) {
        cell->mark = ',';
        cell->at_mark = true;
        return at + 1;
    }
    cell->at = is_blank(*at) ? CSV_BEHIND : CSV_OTHER;
    return at;
}

static const char *take_digits(struct csv_cell *cell, const char *at, const char *end)
{
    const char *first = at;

    (void)!rowcol_number_feed(&cell->number, &at, end);
    if (at > first) {
        cell->at_mark = at[-1] == '.';
        if (cell->mark == 0 && memchr(first, '.', (size_t)(at - first)))
            cell->mark = '.';
    }
    return at < end ? take_other(cell, at) : at;
}

void csv_cell_feed(struct csv_cell *cell, const char *bytes, const char *end)
{
    const char *at = bytes;

    if (cell->at == CSV_BEFORE)
        bytes = at = skip_blanks(at, end);
    keep(cell, bytes, end);
    while (at < end) {
        switch (cell->at) {
        case CSV_BEFORE:
            at = take_sign(cell, at);
            break;
        case CSV_ZEROS:
            at = take_zeros(cell, at, end);
            break;
        case CSV_DIGITS:
            at = take_digits(cell, at, end);
            break;
        case CSV_BEHIND:
            at = skip_blanks(at, end);
            if (at < end)
                cell->at = CSV_OTHER;
            break;
        case CSV_OTHER:
            at = end;
        }
    }
}

/* Ends the excerpt; control characters in it are not to be shown. */
static void end_excerpt(struct csv_cell *cell)
{
    size_t length = cell->length;

    if (length > CSV_EXCERPT) {
        length = utf8_cut(cell->excerpt, CSV_EXCERPT - 3);
        memcpy(cell->excerpt + length, "...", 3);
        length += 3;
    }
    while (length > 0 && is_blank(cell->excerpt[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)cell->excerpt[i] < ' ')
            cell->excerpt[i] = '?';
    cell->excerpt[length] = '\0';
}

enum csv_kind csv_cell_end(struct csv_cell *cell, double *value)
{
    rowcol_status status;

    end_excerpt(cell);
    if (cell->at == CSV_BEFORE)
        return CSV_EMPTY;
    if (cell->at == CSV_ZEROS && cell->zeros)
        (void)add(cell, '0');
    end_mark(cell);
    if (cell->at == CSV_OTHER)
        return CSV_TEXT;
    status = rowcol_number_end(&cell->number, value);
    if (status == ROWCOL_NOT_A_NUMBER)
        return CSV_TEXT;
    return status == ROWCOL_OK ? CSV_NUMBER : CSV_TOO_LARGE;
}

bool csv_cell_not_finite(const struct csv_cell *cell)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    const char *word = cell->excerpt;

    word += *word == '-' || *word == '+';
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}
