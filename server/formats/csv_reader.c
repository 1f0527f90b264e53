/* text/csv (RFC 4180), of numbers: a row a line, a first line of words passed over. The delimiter
 * is found in the first line, which is kept until then. */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "formats/csv_rows.h"
#include "formats/storage.h"
#include "formats/media.h"

/* --- The first line --------------------------------------------------------------------------- */

/* Keeps bytes of the first line until it is over. Returns how many it has taken. */
static size_t look(struct csv_rows *reader, const char *bytes, size_t count)
{
    size_t taken = 0;

    while (taken < count && !reader->looked) {
        char byte = bytes[taken++];

        reader->first_line[reader->looked_at++] = byte;
        reader->open ^= byte == '"';
        reader->looked =
            reader->looked_at == CSV_FIRST_LINE || (csv_ends_line(byte) && !reader->open);
    }
    return taken;
}

/* The delimiter by what stands outside of quotes: between semicolons a comma may be a decimal one,
 * and around commas a tab is a blank. */
static char find_delimiter(const char *line, size_t count)
{
    static const char delimiters[] = ",\t,;"; /* that of none, and then the later the surer */
    const char *found = delimiters;
    bool open = false;

    for (size_t i = 0; i < count; i++) {
        const char *here = memrchr(delimiters, line[i], sizeof delimiters - 1);

        open ^= line[i] == '"';
        if (here && !open && here > found)
            found = here;
    }
    return *found;
}

/* Takes what was kept of the first line. */
static bool take_first_line(struct csv_rows *reader)
{
    const char *line = reader->first_line;
    size_t count = reader->looked_at;
    size_t mark = 0;

    reader->looked = true;
    if (count >= 2 && (memcmp(line, "\xff\xfe", 2) == 0 || memcmp(line, "\xfe\xff", 2) == 0)) {
        csv_malformed_encoding(reader);
        reader->over = true;
        return false;
    }
    if (count >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0)
        mark = 3;
    if (reader->delimiter == 0)
        reader->delimiter = find_delimiter(line + mark, count - mark);
    reader->before = reader->line_start = mark;
    return csv_rows_take(reader, line + mark, count - mark);
}

/* --- The reader ------------------------------------------------------------------------------- */

/* A tab can stand in a header's value only by name, or as C has it, of which a quoted string of
 * HTTP leaves the letter. */
static void take_delimiter(struct csv_rows *reader)
{
    static const struct {
        const char *name;
        char delimiter;
    } names[] = {{",", ','},   {"comma", ','}, {";", ';'}, {"semicolon", ';'},
                 {"\t", '\t'}, {"tab", '\t'},  {"t", '\t'}};
    char value[16];

    if (!parameter_find(reader->reading.parameters, "delimiter", value, sizeof value))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(value, names[i].name) == 0)
            reader->delimiter = names[i].delimiter;
    if (reader->delimiter == 0)
        csv_fault_parameter(reader, "delimiter", value, "\",\", \";\", comma, semicolon or tab");
}

static void take_header(struct csv_rows *reader)
{
    char value[16];

    if (!parameter_find(reader->reading.parameters, "header", value, sizeof value))
        return;
    if (strcasecmp(value, "present") == 0)
        reader->header = CSV_HEADER_PRESENT;
    else if (strcasecmp(value, "absent") == 0)
        reader->header = CSV_HEADER_ABSENT;
    else
        csv_fault_parameter(reader, "header", value, "present or absent");
}

static void csv_begin(void *memory, const struct reading *reading)
{
    struct csv_rows *reader = memory;

    memset(reader, 0, sizeof *reader);
    reader->reading = *reading;
    reader->line = 1;
    reader->first = true;
    reader->columns = SIZE_MAX;
    operand_begin(&reader->reading.operand, (struct spot){1, 1}, reading->problem);
    take_delimiter(reader);
    take_header(reader);
}

static bool csv_feed(void *memory, const char *bytes, size_t count)
{
    struct csv_rows *reader = memory;

    if (!reader->looked) {
        size_t taken = look(reader, bytes, count);

        if (!reader->looked)
            return true;
        if (!take_first_line(reader))
            return false;
        bytes += taken;
        count -= taken;
    }
    return csv_rows_take(reader, bytes, count);
}

/* The text is over: a last line need not have an end, and an empty one is none. */
static void end_text(struct csv_rows *reader)
{
    struct spot end = {reader->line, reader->before - reader->line_start + 1};

    if (*reader->reading.within == '\0')
        reader->reading.fields->end = end;
    if (reader->at == CSV_IN_QUOTES)
        csv_malformed_quotes(reader, true);
    else if (csv_rows_take(reader, "\n", 1) && reader->rows == 0)
        csv_fault_no_rows(reader, end);
}

static bool csv_end(void *memory)
{
    struct csv_rows *reader = memory;
    rowcol_matrix *matrix = &reader->reading.operand.value->matrix;

    if (reader->looked || take_first_line(reader)) {
        if (!reader->over)
            end_text(reader);
    }
    if (reader->reading.problem->kind != PROBLEM_NONE)
        return false;
    matrix->shape = (rowcol_shape){reader->rows, reader->columns};
    storage_trim(matrix);
    return true;
}

static void csv_release(void *memory)
{
    (void)memory;
}

const struct reader_format csv_reader = {
    .media_type = "text/csv",
    .suffix = ".csv",
    .part = true,
    .size = sizeof(struct csv_rows),
    .begin = csv_begin,
    .feed = csv_feed,
    .end = csv_end,
    .release = csv_release,
};
