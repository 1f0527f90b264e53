/* A CSV file on its way into a matrix: what its reader and the wording of its faults share. */
#ifndef FORMATS_CSV_ROWS_H
#define FORMATS_CSV_ROWS_H

#include "formats/csv_cell.h"
#include "formats/reader.h"

/* The first line is looked through for its delimiter before it is read, as far as this. */
#define CSV_FIRST_LINE 4096

/* A cell that is no number. */
struct csv_wrong {
    enum csv_kind kind; /* CSV_NUMBER: there is none */
    struct spot spot;
    size_t column;
    bool last;  /* of its row */
    bool mixed; /* it is one, but with another mark than those before it */
    bool not_finite;
    char excerpt[CSV_EXCERPT + 1];
};

struct csv_rows {
    struct reading reading;

    /* The first line, until it has been looked through. */
    bool looked;
    bool open; /* a quote is, where the look has got to */
    size_t looked_at;
    char first_line[CSV_FIRST_LINE];

    enum csv_header { CSV_HEADER_ANY, CSV_HEADER_PRESENT, CSV_HEADER_ABSENT } header;
    char delimiter; /* 0: to be found */

    /* Where the text is. */
    enum csv_place {
        CSV_ROW,         /* at the start of a line */
        CSV_CELL,        /* at the start of another cell */
        CSV_IN_CELL,     /* in one without quotes */
        CSV_IN_QUOTES,   /* in one with quotes */
        CSV_AT_QUOTE,    /* behind a quote that ends it, or is the first of two */
        CSV_BEHIND_CELL, /* behind its quotes: blanks may follow */
    } at;
    bool after_cr;     /* a line feed belongs to the end of the line before */
    const char *part;  /* what is being read */
    size_t before;     /* bytes of the text before it */
    size_t line;       /* from 1 */
    size_t line_start; /* bytes of the text before the line */

    struct csv_cell cell;
    struct spot cell_spot; /* of its first byte that is no blank */
    bool quoted;

    struct spot row_spot;
    size_t count;           /* cells of this row so far */
    size_t numbers;         /* of them, or words for such */
    size_t words;           /* of them: what is no number */
    struct csv_wrong wrong; /* the first of them that is no number */

    struct spot empty_line; /* the first after the last row; line 0: there is none */
    char mark;              /* of the numbers so far, where it may be a comma */

    bool over;  /* nothing more is read */
    bool first; /* no line has been read */
    bool has_header;
    size_t columns; /* of the first line; SIZE_MAX while it is not over */
    size_t rows;    /* complete ones */
    size_t stored;  /* entries in the matrix */
};

static inline bool csv_ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* Takes the next bytes of the rows. Returns false once it is certain what will be answered. */
bool csv_rows_take(struct csv_rows *reader, const char *bytes, size_t count);

/* The wording of faults. Rows and columns are those of the matrix, and count from 1. */
void csv_fault_wrong(struct csv_rows *reader, const struct csv_wrong *wrong);
void csv_fault_ragged(struct csv_rows *reader);
void csv_fault_empty_line(struct csv_rows *reader);
void csv_fault_no_rows(struct csv_rows *reader, struct spot end);
void csv_fault_parameter(struct csv_rows *reader, const char *name, const char *value,
                         const char *values);

/* Faults of the format itself. */
void csv_malformed_quotes(struct csv_rows *reader, bool open);
void csv_malformed_encoding(struct csv_rows *reader);

#endif
