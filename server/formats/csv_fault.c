/* The wording of faults in CSV. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "formats/csv_rows.h"
#include "formats/meaning.h"

/* The pointer of an entry, or (column 0) of a row, is what it would be in JSON. */
static struct place place_of(const struct csv_rows *reader, struct spot spot, size_t column)
{
    struct place place = operand_place(&reader->reading.operand);
    size_t length = strlen(place.pointer);

    place.line = spot.line;
    place.column = spot.column;
    if (column > 0)
        snprintf(place.pointer + length, sizeof place.pointer - length, "/%zu/%zu", reader->rows,
                 column - 1);
    else
        snprintf(place.pointer + length, sizeof place.pointer - length, "/%zu", reader->rows);
    return place;
}

static struct place place_of_matrix(const struct csv_rows *reader, struct spot spot)
{
    struct place place = operand_place(&reader->reading.operand);

    place.line = spot.line;
    place.column = spot.column;
    return place;
}

static const char *name_of(const struct csv_rows *reader, char room[OPERAND_WORDS])
{
    return operand_words(&reader->reading.operand, room);
}

static void add_count(struct problem *problem, const char *name, size_t count)
{
    problem_add_new(problem, name, json_integer((json_int_t)count));
}

static const char *delimiter_words(const struct csv_rows *reader)
{
    switch (reader->delimiter) {
    case '\t':
        return "tab";
    case ';':
        return "semicolon";
    default:
        return "comma";
    }
}

/* What is to be said of a cell that is no number, and of the way out. */
static void found_words(const struct csv_rows *reader, const struct csv_wrong *wrong,
                        char words[MEANING_WORDS])
{
    const char *text = wrong->excerpt;
    const char *delimiter = delimiter_words(reader);

    if (wrong->kind == CSV_EMPTY && wrong->last)
        snprintf(words, MEANING_WORDS, "empty: the %s before it begins another cell.", delimiter);
    else if (wrong->kind == CSV_EMPTY)
        snprintf(words, MEANING_WORDS, "empty. Write 0 where an entry is zero.");
    else if (wrong->mixed)
        snprintf(words, MEANING_WORDS,
                 "\"%s\", where numbers before it have a decimal %s: which of the marks sets "
                 "thousands apart? Leave those out.",
                 text, reader->mark == ',' ? "comma" : "point");
    else if (wrong->not_finite)
        snprintf(words, MEANING_WORDS,
                 "\"%s\". CSV is read with finite numbers alone; a .npy file (application/x-npy) "
                 "carries NaN and infinity.",
                 text);
    else if (strchr(text, ',') && reader->delimiter != ';')
        snprintf(words, MEANING_WORDS,
                 "\"%s\". Decimal commas are read where semicolons set the cells apart; commas "
                 "between thousands never are.",
                 text);
    else if (reader->first)
        snprintf(words, MEANING_WORDS,
                 "\"%s\". The first line is a header if none of its cells is a number, or if the "
                 "Content-Type says header=present.",
                 text);
    else
        snprintf(words, MEANING_WORDS, "\"%s\". (Cells are set apart by a %s here%s.)", text,
                 delimiter,
                 reader->has_header && reader->rows == 0 && reader->header == CSV_HEADER_ANY
                     ? ", and the first line, which has no number, counts as a header"
                     : "");
}

void csv_fault_wrong(struct csv_rows *reader, const struct csv_wrong *wrong)
{
    struct problem *problem = reader->reading.problem;
    const struct place place = place_of(reader, wrong->spot, wrong->column);
    char name[OPERAND_WORDS];
    char what[MEANING_WORDS];
    char found[MEANING_WORDS];

    snprintf(what, sizeof what, "The entry in row %zu, column %zu of %s", reader->rows + 1,
             wrong->column, name_of(reader, name));
    found_words(reader, wrong, found);
    if (wrong->kind == CSV_TOO_LARGE
            ? !meaning_fault(problem, PROBLEM_OUT_OF_RANGE, &place,
                             "%s is too large: the largest number is about 1.8e308.", what)
            : !meaning_wrong_type(problem, &place, what, "a number", found))
        return;
    operand_tell(&reader->reading.operand, problem);
    add_count(problem, "row", reader->rows + 1);
    add_count(problem, "column", wrong->column);
}

void csv_fault_ragged(struct csv_rows *reader)
{
    struct problem *problem = reader->reading.problem;
    const struct place place = place_of(reader, reader->row_spot, 0);
    bool header = reader->rows == 0;
    char name[OPERAND_WORDS];

    if (!meaning_fault(problem, PROBLEM_RAGGED_ROWS, &place,
                       "Row %zu of %s has %zu number%s, but %s %zu%s: every row of a matrix must "
                       "have as many numbers as the first.",
                       reader->rows + 1, name_of(reader, name), reader->count,
                       reader->count == 1 ? "" : "s", header ? "the header has" : "row 1 has",
                       reader->columns, header ? reader->columns == 1 ? " name" : " names" : ""))
        return;
    operand_tell(&reader->reading.operand, problem);
    add_count(problem, "row", reader->rows + 1);
    add_count(problem, "columns", reader->count);
    add_count(problem, "expected", reader->columns);
}

/* As in JSON a first row without numbers makes an empty matrix, and another is too short. */
void csv_fault_empty_line(struct csv_rows *reader)
{
    struct problem *problem = reader->reading.problem;
    const struct place place = place_of(reader, reader->empty_line, 0);
    bool first = reader->columns == SIZE_MAX;
    char name[OPERAND_WORDS];

    if (!meaning_fault(problem, first ? PROBLEM_EMPTY_MATRIX : PROBLEM_RAGGED_ROWS, &place,
                       "Row %zu of %s is an empty line, and rows follow it: a row without numbers "
                       "is none. Leave the line out.",
                       reader->rows + 1, name_of(reader, name)))
        return;
    operand_tell(&reader->reading.operand, problem);
    if (first)
        return;
    add_count(problem, "row", reader->rows + 1);
    add_count(problem, "columns", 0);
    add_count(problem, "expected", reader->columns);
}

void csv_fault_no_rows(struct csv_rows *reader, struct spot end)
{
    struct problem *problem = reader->reading.problem;
    const struct place place = place_of_matrix(reader, end);
    char name[OPERAND_WORDS];

    if (meaning_fault(problem, PROBLEM_EMPTY_MATRIX, &place,
                      "%s has %s: a matrix has at least one row and one column.%s",
                      name_of(reader, name),
                      reader->has_header ? "a header, but no rows" : "no rows",
                      reader->has_header ? " (A first line without numbers is a header, unless the "
                                           "Content-Type says header=absent.)"
                                         : ""))
        operand_tell(&reader->reading.operand, problem);
}

void csv_fault_parameter(struct csv_rows *reader, const char *name, const char *value,
                         const char *values)
{
    const struct place place = place_of_matrix(reader, (struct spot){1, 1});

    meaning_fault(reader->reading.problem, PROBLEM_BAD_VALUE, &place,
                  "The Content-Type says %s=%s, which is none: it is %s.", name, value, values);
}

void csv_malformed_quotes(struct csv_rows *reader, bool open)
{
    const struct place place = place_of(reader, reader->cell_spot, reader->count + 1);

    if (open)
        malformed_body(reader->reading.problem, &place,
                       "The quote that opens here is never closed: the text ends within its cell.");
    else
        malformed_body(reader->reading.problem, &place,
                       "Something stands behind the closing quote of the cell that opens here. A "
                       "quote within a cell is written twice, \"\".");
}

void csv_malformed_encoding(struct csv_rows *reader)
{
    const struct place place = place_of_matrix(reader, (struct spot){1, 1});

    malformed_body(reader->reading.problem, &place,
                   "The text begins with the byte order mark of UTF-16, and CSV is read as UTF-8. "
                   "In Excel, save it as \"CSV UTF-8\" instead of \"Unicode Text\".");
}
