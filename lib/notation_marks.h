/* What stands around things in each notation. */
#ifndef ROWCOL_NOTATION_MARKS_H
#define ROWCOL_NOTATION_MARKS_H

#include <rowcol/text.h>

/* Marks stand before, between and after what they mark. NULL adds nothing. */
struct marks {
    const char *open[3]; /* of a page: title and style stand between */
    const char *stylesheet[2];
    const char *style; /* where there is no stylesheet */
    const char *close;
    const char *new_page;
    const char *gap; /* before a block that is not the first */
    const char *heading[2][2];
    const char *paragraph[2];
    const char *line[3]; /* the spoken text stands between */
    const char *spoken[2];
    const char *formula[2];
    const char *matrix[2];
    const char *row;   /* between rows */
    const char *entry; /* between entries of a row */
    const char *dots;
    const char *words[2]; /* within a formula */
    const char *signs[4]; /* by rowcol_sign */
    const char *parentheses[2];
    const char *negative[2]; /* around a number without its minus */
    const char *digits[2];
    const char *power[2]; /* around a power of ten; NULL: numbers stand as they are */
    const char *name[2];
    const char *indexed[4];                 /* around name, row and column of an entry */
    const char *(*escaped)(char character); /* what stands for it, or NULL */
};

const struct marks *notation_marks(rowcol_notation notation);

/* Adds a mark, or nothing for NULL. */
void notation_mark(rowcol_text *text, const char *mark);

#endif
