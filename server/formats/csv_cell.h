/* The text of one cell of a CSV file: a number as people and programs write it, or not.
 *
 * Besides what JSON takes it may have blanks around it, a plus, zeros before its digits, no digits
 * on one side of its point ("+01.50 ", ".5", "5."); and a comma for the point, where cells are set
 * apart by something else. */
#ifndef FORMATS_CSV_CELL_H
#define FORMATS_CSV_CELL_H

#include <rowcol/number.h>
#include <stdbool.h>
#include <stddef.h>

/* As much of a text is kept as is quoted when it is no number. */
#define CSV_EXCERPT 40

enum csv_kind { CSV_EMPTY, CSV_NUMBER, CSV_TOO_LARGE, CSV_TEXT };

/* A cell that arrives in parts, cut at any byte. */
struct csv_cell {
    enum csv_at {
        CSV_BEFORE, /* the text: blanks so far */
        CSV_ZEROS,  /* behind the sign, in what may be zeros */
        CSV_DIGITS,
        CSV_BEHIND, /* the number: blanks may follow */
        CSV_OTHER,  /* it is no number */
    } at;
    bool commas;  /* for points */
    char mark;    /* the point or comma in it; 0: none so far */
    bool zeros;   /* there were some */
    bool bare;    /* nothing stands before its point */
    bool at_mark; /* the last byte was the point */
    rowcol_number_parts number;
    size_t length; /* of the text, from its first byte that is no blank */
    char excerpt[CSV_EXCERPT + 1];
};

/* Starts a cell.
 *
 * commas   whether a comma stands for a point. */
void csv_cell_begin(struct csv_cell *cell, bool commas);

/* Takes the next bytes of its text. */
void csv_cell_feed(struct csv_cell *cell, const char *bytes, const char *end);

/* Whether there was nothing but blanks so far. */
bool csv_cell_blank(const struct csv_cell *cell);

/* The text is complete. The excerpt is then terminated, and ends with the text or with dots.
 *
 * value   receives the number, if it is one. */
enum csv_kind csv_cell_end(struct csv_cell *cell, double *value);

/* Whether a text that is no number is a word for NaN or infinity. */
bool csv_cell_not_finite(const struct csv_cell *cell);

#endif
