/* What operations that take nothing but matrices take: their fields are the same. */
#include "api/handlers.h"

const struct field one_matrix_fields[ONE_MATRIX_FIELDS] = {
    [ONE_MATRIX_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    COMMON_FIELD_ROWS(ONE_MATRIX),
};

const struct field two_matrices_fields[TWO_MATRICES_FIELDS] = {
    [TWO_MATRICES_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [TWO_MATRICES_B] = {.name = "b", .kind = FIELD_MATRIX, .required = true},
    COMMON_FIELD_ROWS(TWO_MATRICES),
};
