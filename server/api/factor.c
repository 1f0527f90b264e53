/* Factorizations: POST /v1/qr, POST /v1/cholesky. */
#include <rowcol/cost.h>
#include <rowcol/factor.h>
#include <rowcol/number.h>
#include <rowcol/symmetric.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"

/* --- QR --------------------------------------------------------------------------------------- */

enum { Q, R };

/* A block of 32 reflections, or of all, and a factor for each. */
static double qr_room(rowcol_shape a)
{
    const double inner = (double)rowcol_shape_diagonal(a);

    return (double)a.columns * (inner < 32 ? inner : 32) + inner;
}

static rowcol_status compute_qr(struct call *call, size_t *detail)
{
    *detail = 0;
    return rowcol_qr(&call->fields.values[ONE_MATRIX_A].matrix, &call->answer.members[Q].matrix,
                     &call->answer.members[R].matrix);
}

bool qr(struct call *call)
{
    static const struct decomposition decomposition = {.cost = rowcol_cost_qr,
                                                       .room = qr_room,
                                                       .compute = compute_qr};
    const struct field_value *a = &call->fields.values[ONE_MATRIX_A];
    const size_t inner = rowcol_shape_diagonal(a->matrix.shape);

    if (a->not_finite)
        return refuse_not_finite(call, ONE_MATRIX_A);
    return call_result(call, "q", (rowcol_shape){a->matrix.shape.rows, inner}) &&
           call_result(call, "r", (rowcol_shape){inner, a->matrix.shape.columns}) &&
           decompose(call, &decomposition);
}

/* --- Cholesky --------------------------------------------------------------------------------- */

static double no_room(rowcol_shape a)
{
    (void)a;
    return 0;
}

static rowcol_status compute_cholesky(struct call *call, size_t *minor)
{
    return rowcol_cholesky(&call->fields.values[ONE_MATRIX_A].matrix,
                           &call->answer.members[0].matrix, minor);
}

/* What the first minor that is not positive is, in words. */
static bool refuse_minor(struct call *call, rowcol_status status, size_t minor)
{
    static const char *const advice =
        "So there is a vector x with x^T a x not positive. Any square matrix has an LU "
        "factorization: /v1/lu; the eigenvalues tell how far from positive it is: /v1/eigen.";

    if (status != ROWCOL_NOT_POSITIVE_DEFINITE)
        return false;
    if (minor == 1)
        problem_set(&call->problem, PROBLEM_NOT_POSITIVE_DEFINITE,
                    "a is not positive definite: its first entry, in row 1, column 1, is not "
                    "positive. %s",
                    advice);
    else
        problem_set(&call->problem, PROBLEM_NOT_POSITIVE_DEFINITE,
                    "a is not positive definite: its leading minor of order %zu, which is the "
                    "determinant of its first %zu rows and columns, is not positive, while those "
                    "before it are. %s",
                    minor, minor, advice);
    problem_add_new(&call->problem, "minor", json_integer((json_int_t)minor));
    return true;
}

static const char *number_text(double number, char text[ROWCOL_NUMBER_ROOM])
{
    text[rowcol_number_write(number, text)] = '\0';
    return text;
}

/* Row and column count from 0 here. */
static bool refuse_not_symmetric(struct call *call, const rowcol_matrix *a, size_t row,
                                 size_t column)
{
    const size_t n = a->shape.columns;
    char above[ROWCOL_NUMBER_ROOM], below[ROWCOL_NUMBER_ROOM];

    problem_set(
        &call->problem, PROBLEM_NOT_SYMMETRIC,
        "a is not symmetric: the entry in row %zu, column %zu is %s, and its mirror image in "
        "row %zu, column %zu is %s. A Cholesky factorization needs them equal, but for rounding. "
        "Take half the sum of a and its transpose, if that is what is meant; any square matrix has "
        "an LU factorization: /v1/lu.",
        row + 1, column + 1, number_text(a->entries[row * n + column], above), column + 1, row + 1,
        number_text(a->entries[column * n + row], below));
    problem_add_new(&call->problem, "row", json_integer((json_int_t)row + 1));
    problem_add_new(&call->problem, "column", json_integer((json_int_t)column + 1));
    return false;
}

bool cholesky(struct call *call)
{
    static const struct decomposition decomposition = {.cost = rowcol_cost_cholesky,
                                                       .room = no_room,
                                                       .compute = compute_cholesky,
                                                       .refuse = refuse_minor};
    const rowcol_matrix *a = &call->fields.values[ONE_MATRIX_A].matrix;
    size_t row, column;

    if (!is_square_and_finite(call, "Matrices of every shape have a QR factorization: /v1/qr."))
        return false;
    if (!rowcol_is_symmetric(a, ROWCOL_SYMMETRY_TOLERANCE, &row, &column))
        return refuse_not_symmetric(call, a, row, column);
    return call_result(call, "l", a->shape) && decompose(call, &decomposition);
}
