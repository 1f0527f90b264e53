/* What is said of matrices that are not right, with the members that each problem has. All of them
 * tell the fault only if it comes before the one that is told already (json_meaning.h). */
#ifndef FORMATS_JSON_MATRIX_FAULT_H
#define FORMATS_JSON_MATRIX_FAULT_H

#include "formats/json_matrix.h"

/* The present element (of rows, of a row, a vector, shape or data) is of the wrong kind; it is
 * counted, except among rows. */
void matrix_fault_element(struct json_matrix *matrix, enum token token, const char *expected);

/* A whole value is: the matrix, or its part ("The shape of ") if `part` is not empty. */
void matrix_fault_value(struct json_matrix *matrix, enum token token, const char *part,
                        const char *expected);

/* The present element, which is counted, is no double. */
void matrix_fault_range(struct json_matrix *matrix);

/* It has no entries. */
void matrix_fault_empty(struct json_matrix *matrix, const struct place *place);

/* The row that has just ended is longer or shorter than the first. */
void matrix_fault_ragged(struct json_matrix *matrix);

/* A number of the shape, which was the last token, or the shape, which has just ended, breaks a
 * rule. */
void matrix_fault_length(struct json_matrix *matrix, const char *rule);
void matrix_fault_shape(struct json_matrix *matrix, const char *rule);

/* The shape and the data, one of which has just ended, do not fit. */
void matrix_fault_misfit(struct json_matrix *matrix);

#endif
