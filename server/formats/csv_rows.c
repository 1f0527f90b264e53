/* The rows of a CSV file. Plain ones go from the text straight into the matrix (take_numbers); a
 * cell that is quoted, cut by the end of a part, or in a spelling of its own is taken byte by byte
 * (csv_cell.h). */
#include "formats/csv_rows.h"

#include <stdint.h>
#include <string.h>

#include "formats/storage.h"

/* --- Places ----------------------------------------------------------------------------------- */

static struct spot spot_at(const struct csv_rows *reader, const char *at)
{
    size_t offset = reader->before + (size_t)(at - reader->part);

    return (struct spot){reader->line, offset - reader->line_start + 1};
}

/* A line begins at `at`. */
static void next_line(struct csv_rows *reader, const char *at)
{
    reader->line++;
    reader->line_start = reader->before + (size_t)(at - reader->part);
}

/* --- Numbers ---------------------------------------------------------------------------------- */

static bool is_faulty(const struct csv_rows *reader)
{
    return reader->reading.problem->kind != PROBLEM_NONE;
}

/* Whether this line is passed over as a header, whatever it is. */
static bool in_header(const struct csv_rows *reader)
{
    return reader->first && reader->header == CSV_HEADER_PRESENT;
}

/* The room for the numbers that come next: in the matrix, or, for those that are only counted,
 * `spare`. Returns NULL where there is no memory. */
static double *room_for_numbers(struct csv_rows *reader, double *spare, size_t *room)
{
    rowcol_matrix *matrix = &reader->reading.operand.value->matrix;
    size_t left = reader->columns - reader->count;

    if (is_faulty(reader) || reader->count >= reader->columns || in_header(reader))
        return spare;
    if (reader->stored == matrix->capacity &&
        !storage_grow(reader->reading.fields, matrix, SIZE_MAX, reader->reading.problem))
        return NULL;
    *room = matrix->capacity - reader->stored < left ? matrix->capacity - reader->stored : left;
    return matrix->entries + reader->stored;
}

static void count_numbers(struct csv_rows *reader, size_t count, bool stored)
{
    reader->count += count;
    reader->numbers += count;
    reader->stored += stored ? count : 0;
}

/* Where a comma may be the decimal mark, all numbers have the same. Returns whether this one has,
 * and notes it. */
static bool is_same_mark(struct csv_rows *reader, char mark)
{
    if (mark == 0 || reader->delimiter != ';' || reader->mark == mark || in_header(reader))
        return true;
    if (reader->mark != 0)
        return false;
    reader->mark = mark;
    return true;
}

/* --- Cells and rows --------------------------------------------------------------------------- */

static void begin_row(struct csv_rows *reader, const char *at)
{
    reader->at = CSV_CELL;
    reader->after_cr = false;
    reader->row_spot = spot_at(reader, at);
    reader->count = 0;
    reader->numbers = reader->words = 0;
    reader->wrong.kind = CSV_NUMBER;
}

/* A row has content, and an empty line stands before it. */
static void tell_empty_line(struct csv_rows *reader)
{
    if (reader->empty_line.line != 0)
        csv_fault_empty_line(reader);
    reader->empty_line.line = 0;
}

static void begin_cell(struct csv_rows *reader, const char *at)
{
    reader->at = CSV_IN_CELL;
    reader->quoted = false;
    reader->cell_spot = spot_at(reader, at);
    csv_cell_begin(&reader->cell, reader->delimiter == ';');
}

/* Keeps the first cell of a row that is no number. */
static void wrong_cell(struct csv_rows *reader, enum csv_kind kind, bool mixed, bool last)
{
    struct csv_wrong *wrong = &reader->wrong;
    bool not_finite = kind == CSV_TEXT && csv_cell_not_finite(&reader->cell);

    reader->count++;
    reader->numbers += mixed || not_finite || kind == CSV_TOO_LARGE;
    reader->words += kind == CSV_TEXT;
    if (wrong->kind != CSV_NUMBER)
        return;
    *wrong = (struct csv_wrong){
        .kind = kind,
        .spot = reader->cell_spot,
        .column = reader->count,
        .last = last,
        .mixed = mixed,
        .not_finite = not_finite,
    };
    memcpy(wrong->excerpt, reader->cell.excerpt, sizeof wrong->excerpt);
}

/* The cell is complete. Returns false where there is no memory. */
static bool end_cell(struct csv_rows *reader, bool last)
{
    double value;
    enum csv_kind kind = csv_cell_end(&reader->cell, &value);
    bool mixed = kind == CSV_NUMBER && !is_same_mark(reader, reader->cell.mark);
    double spare;
    size_t room = 1;
    double *to;

    tell_empty_line(reader);
    if (kind != CSV_NUMBER || mixed) {
        wrong_cell(reader, mixed ? CSV_TEXT : kind, mixed, last);
        return true;
    }
    to = room_for_numbers(reader, &spare, &room);
    if (!to)
        return false;
    *to = value;
    count_numbers(reader, 1, to != &spare);
    return true;
}

/* Whether the first line, which is over, is a header. */
static bool is_header(const struct csv_rows *reader)
{
    if (reader->header != CSV_HEADER_ANY)
        return reader->header == CSV_HEADER_PRESENT;
    return reader->numbers == 0 && reader->words > 0;
}

static void judge_row(struct csv_rows *reader)
{
    if (reader->wrong.kind != CSV_NUMBER)
        csv_fault_wrong(reader, &reader->wrong);
    else if (reader->count != reader->columns)
        csv_fault_ragged(reader);
    reader->rows++;
}

static void end_row(struct csv_rows *reader)
{
    reader->at = CSV_ROW;
    if (reader->columns == SIZE_MAX)
        reader->columns = reader->count;
    if (reader->first && is_header(reader))
        reader->has_header = true;
    else
        judge_row(reader);
    reader->first = false;
}

/* A line has ended that is empty, or has nothing but blanks: none may follow but such. */
static void end_empty_line(struct csv_rows *reader)
{
    reader->at = CSV_ROW;
    if (reader->empty_line.line == 0)
        reader->empty_line = reader->row_spot;
}

/* What stands behind a cell: a delimiter, or the end of the line. Returns what follows; NULL where
 * there is no memory. */
static const char *take_separator(struct csv_rows *reader, const char *at)
{
    bool last = csv_ends_line(*at);

    if (last && reader->count == 0 && !reader->quoted && csv_cell_blank(&reader->cell))
        end_empty_line(reader);
    else if (!end_cell(reader, last))
        return NULL;
    else if (last)
        end_row(reader);
    else
        reader->at = CSV_CELL;
    if (last) {
        reader->after_cr = *at == '\r';
        next_line(reader, at + 1);
    }
    return at + 1;
}

/* --- Plain rows ------------------------------------------------------------------------------- */

/* The number at `at`, and what stands behind it. Returns what follows; `at` where that is no plain
 * number that ends in this part; NULL where there is no memory. */
static const char *take_number(struct csv_rows *reader, const char *at, const char *end)
{
    const char *next = at;
    double spare[STORAGE_SPARE];
    size_t room = STORAGE_SPARE;
    double value;
    double *to;

    if (rowcol_number_read(&next, end, &value) != ROWCOL_OK || next == end ||
        (*next != reader->delimiter && !csv_ends_line(*next)) ||
        (reader->delimiter == ';' && memchr(at, '.', (size_t)(next - at)) &&
         !is_same_mark(reader, '.')))
        return at;
    tell_empty_line(reader);
    to = room_for_numbers(reader, spare, &room);
    if (!to)
        return NULL;
    *to = value;
    count_numbers(reader, 1, to != spare);
    reader->at = CSV_CELL;
    if (*next == reader->delimiter)
        return next + 1;
    end_row(reader);
    if (*next == '\r' && end - next > 1 && next[1] == '\n')
        next++;
    reader->after_cr = *next == '\r';
    next_line(reader, next + 1);
    return next + 1;
}

static bool begins_number(char byte)
{
    return byte == '-' || (byte >= '0' && byte <= '9');
}

/* Numbers that have a comma directly behind each, many at a time. Returns what follows; NULL where
 * there is no memory. */
static const char *take_many(struct csv_rows *reader, const char *at, const char *end)
{
    double spare[STORAGE_SPARE];
    size_t count;
    size_t room;

    do {
        double *to;

        room = STORAGE_SPARE;
        to = room_for_numbers(reader, spare, &room);
        if (!to)
            return NULL;
        count = rowcol_numbers_read(&at, end, to, room);
        count_numbers(reader, count, to != spare);
    } while (count == room);
    return at;
}

/* Plain numbers, as many as come next, from the start of a row or of a cell. Returns what follows;
 * NULL where there is no memory. */
static const char *take_numbers(struct csv_rows *reader, const char *at, const char *end)
{
    while (at < end && begins_number(*at)) {
        const char *next;

        if (reader->at == CSV_ROW)
            begin_row(reader, at);
        if (reader->delimiter == ',' && reader->columns - reader->count >= STORAGE_ROW_LEAST) {
            at = take_many(reader, at, end);
            if (!at)
                return NULL;
        }
        next = take_number(reader, at, end);
        if (!next || next == at)
            return next;
        at = next;
    }
    return at;
}

/* --- Byte by byte ----------------------------------------------------------------------------- */

/* At the start of a row or of a cell. */
static const char *take_start(struct csv_rows *reader, const char *at, const char *end)
{
    bool after_cr = reader->after_cr;

    reader->after_cr = false;
    if (after_cr && *at == '\n') {
        reader->line_start++;
        return at + 1;
    }
    at = take_numbers(reader, at, end);
    if (!at || at == end || reader->after_cr)
        return at;
    if (reader->at == CSV_ROW)
        begin_row(reader, at);
    begin_cell(reader, at);
    return at;
}

static const char *skip_blanks_but(char delimiter, const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t') && *at != delimiter)
        at++;
    return at;
}

static const char *take_in_cell(struct csv_rows *reader, const char *at, const char *end)
{
    const char *stop;

    if (csv_cell_blank(&reader->cell)) {
        at = skip_blanks_but(reader->delimiter, at, end);
        if (at == end)
            return at;
        reader->cell_spot = spot_at(reader, at);
        if (*at == '"') {
            reader->at = CSV_IN_QUOTES;
            reader->quoted = true;
            return at + 1;
        }
    }
    for (stop = at; stop < end && *stop != reader->delimiter && !csv_ends_line(*stop);)
        stop++;
    csv_cell_feed(&reader->cell, at, stop);
    return stop < end ? take_separator(reader, stop) : stop;
}

/* Counts the lines that end within quotes. */
static void count_lines(struct csv_rows *reader, const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == '\n' && reader->after_cr)
            reader->line_start++;
        else if (csv_ends_line(*at))
            next_line(reader, at + 1);
        reader->after_cr = *at == '\r';
    }
}

static const char *take_in_quotes(struct csv_rows *reader, const char *at, const char *end)
{
    const char *quote = memchr(at, '"', (size_t)(end - at));
    const char *stop = quote ? quote : end;

    count_lines(reader, at, stop);
    csv_cell_feed(&reader->cell, at, stop);
    if (!quote)
        return end;
    reader->after_cr = false;
    reader->at = CSV_AT_QUOTE;
    return quote + 1;
}

/* Two quotes are one in the cell's text. */
static const char *take_at_quote(struct csv_rows *reader, const char *at, const char *end)
{
    (void)end;
    reader->at = *at == '"' ? CSV_IN_QUOTES : CSV_BEHIND_CELL;
    if (reader->at == CSV_BEHIND_CELL)
        return at;
    csv_cell_feed(&reader->cell, at, at + 1);
    return at + 1;
}

static const char *take_behind_cell(struct csv_rows *reader, const char *at, const char *end)
{
    at = skip_blanks_but(reader->delimiter, at, end);
    if (at == end)
        return at;
    if (*at == reader->delimiter || csv_ends_line(*at))
        return take_separator(reader, at);
    csv_malformed_quotes(reader, false);
    return NULL;
}

bool csv_rows_take(struct csv_rows *reader, const char *bytes, size_t count)
{
    static const char *(*const takes[])(struct csv_rows *, const char *, const char *) = {
        [CSV_ROW] = take_start,         [CSV_CELL] = take_start,
        [CSV_IN_CELL] = take_in_cell,   [CSV_IN_QUOTES] = take_in_quotes,
        [CSV_AT_QUOTE] = take_at_quote, [CSV_BEHIND_CELL] = take_behind_cell,
    };
    const char *at = bytes;

    reader->part = bytes;
    while (at && at < bytes + count)
        at = takes[reader->at](reader, at, bytes + count);
    reader->before += count;
    reader->over = !at;
    return at != NULL;
}
