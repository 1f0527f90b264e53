/* Eigenvalues and eigenvectors: POST /v1/eigen. */
#include <rowcol/cost.h>
#include <rowcol/eigen.h>
#include <rowcol/symmetric.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"

enum { VALUES, VECTORS };

/* --- Symmetric matrices ----------------------------------------------------------------------- */

/* A copy of a, and LAPACK's workspace. */
static double symmetric_room(rowcol_shape a)
{
    return 3 * (double)a.rows * (double)a.columns + 10 * (double)a.rows;
}

static rowcol_status compute_symmetric(struct call *call, size_t *detail)
{
    struct answer_member *members = call->answer.members;

    *detail = 0;
    return rowcol_eigen_symmetric(&call->fields.values[ONE_MATRIX_A].matrix,
                                  &members[VALUES].matrix, &members[VECTORS].matrix);
}

static bool eigen_symmetric(struct call *call, rowcol_shape shape)
{
    static const struct decomposition decomposition = {.wanted = "eigenvalues",
                                                       .cost = rowcol_cost_eigen_symmetric,
                                                       .room = symmetric_room,
                                                       .compute = compute_symmetric};

    return call_numbers(call, "values", ANSWER_LIST, (rowcol_shape){1, shape.columns}) &&
           call_result(call, "vectors", shape) && decompose(call, &decomposition);
}

/* --- Any square matrix ------------------------------------------------------------------------ */

/* A copy of a, the vectors as LAPACK gives them, and its workspace. */
static double general_room(rowcol_shape a)
{
    return 2 * (double)a.rows * (double)a.columns + 50 * (double)a.rows;
}

static rowcol_parts parts(struct answer_member *member)
{
    return (rowcol_parts){&member->matrix, &member->imaginary};
}

static rowcol_status compute_general(struct call *call, size_t *detail)
{
    struct answer_member *members = call->answer.members;

    *detail = 0;
    return rowcol_eigen(&call->fields.values[ONE_MATRIX_A].matrix, parts(&members[VALUES]),
                        parts(&members[VECTORS]));
}

/* Adds complex numbers to the answer. */
static bool add_complex(struct call *call, const char *name, enum answer_form form,
                        rowcol_shape shape)
{
    struct answer_member *member = call_numbers(call, name, form, shape);

    if (!member)
        return false;
    return answer_make_complex(member) ||
           call_no_memory(call, shape.rows * shape.columns * sizeof(double));
}

static bool eigen_general(struct call *call, rowcol_shape shape)
{
    static const struct decomposition decomposition = {.wanted = "eigenvalues",
                                                       .cost = rowcol_cost_eigen,
                                                       .room = general_room,
                                                       .compute = compute_general};

    return add_complex(call, "values", ANSWER_LIST, (rowcol_shape){1, shape.columns}) &&
           add_complex(call, "vectors", ANSWER_MATRIX, shape) && decompose(call, &decomposition);
}

bool eigen(struct call *call)
{
    const rowcol_matrix *a = &call->fields.values[ONE_MATRIX_A].matrix;
    size_t row, column;

    if (!is_square_and_finite(call,
                              "An eigenvector keeps its direction, so what goes in and what comes "
                              "out must have the same length. Matrices of every shape have "
                              "singular values and vectors: /v1/svd."))
        return false;
    return rowcol_is_symmetric(a, 0, &row, &column) ? eigen_symmetric(call, a->shape)
                                                    : eigen_general(call, a->shape);
}
