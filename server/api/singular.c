/* Singular values: POST /v1/svd, POST /v1/rank. */
#include <rowcol/cost.h>
#include <rowcol/singular.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"
#include "formats/meaning.h"

/* --- The decomposition ------------------------------------------------------------------------ */

enum { U, SINGULAR_VALUES, VT };

/* A copy of a, and LAPACK's workspace. */
static double svd_room(rowcol_shape a)
{
    const double inner = (double)rowcol_shape_diagonal(a);

    return (double)a.rows * (double)a.columns + 4 * inner * inner + 100 * inner;
}

static rowcol_status compute_svd(struct call *call, size_t *detail)
{
    struct answer_member *members = call->answer.members;

    *detail = 0;
    return rowcol_svd(&call->fields.values[ONE_MATRIX_A].matrix, &members[U].matrix,
                      &members[SINGULAR_VALUES].matrix, &members[VT].matrix);
}

bool svd(struct call *call)
{
    static const struct decomposition decomposition = {.wanted = "singular values",
                                                       .cost = rowcol_cost_svd,
                                                       .room = svd_room,
                                                       .compute = compute_svd};
    const struct field_value *a = &call->fields.values[ONE_MATRIX_A];
    const rowcol_shape shape = a->matrix.shape;
    const size_t inner = rowcol_shape_diagonal(shape);

    if (a->not_finite)
        return refuse_not_finite(call, ONE_MATRIX_A);
    return call_result(call, "u", (rowcol_shape){shape.rows, inner}) &&
           call_numbers(call, "singular_values", ANSWER_LIST, (rowcol_shape){1, inner}) &&
           call_result(call, "vt", (rowcol_shape){inner, shape.columns}) &&
           decompose(call, &decomposition);
}

/* --- The rank --------------------------------------------------------------------------------- */

static void judge_tolerance(const struct field *field, const struct field_value *value,
                            struct problem *problem)
{
    const struct place place = field_place(field, value);

    if (value->number < 0)
        meaning_fault(problem, PROBLEM_BAD_VALUE, &place,
                      "tolerance is the size up to which a singular value counts as zero: a number "
                      "from 0 up.");
}

const struct field rank_fields[RANK_FIELDS] = {
    [RANK_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [RANK_TOLERANCE] = {.name = "tolerance", .kind = FIELD_NUMBER, .judge = judge_tolerance},
    COMMON_FIELD_ROWS(RANK),
};

enum { RANK, TOLERANCE };

/* A copy of a, and LAPACK's workspace. */
static double rank_room(rowcol_shape a)
{
    return (double)a.rows * (double)a.columns + 100 * ((double)a.rows + (double)a.columns);
}

static rowcol_status compute_rank(struct call *call, size_t *detail)
{
    const rowcol_matrix *a = &call->fields.values[RANK_A].matrix;
    const struct field_value *given = &call->fields.values[RANK_TOLERANCE];
    rowcol_matrix s = {0};
    rowcol_status status = rowcol_singular_values(a, &s);
    double tolerance = given->number;

    *detail = 0;
    if (status == ROWCOL_OK) {
        if (!given->given)
            tolerance = rowcol_rank_tolerance(a->shape, s.entries[0]);
        call->answer.members[RANK].matrix.entries[0] = (double)rowcol_rank(&s, tolerance);
        call->answer.members[TOLERANCE].matrix.entries[0] = tolerance;
    }
    rowcol_matrix_release(&s);
    return status;
}

static bool refuse_largest(struct call *call, rowcol_status status, size_t detail)
{
    (void)detail;
    if (status != ROWCOL_OVERFLOW)
        return false;
    problem_set(&call->problem, PROBLEM_OVERFLOW,
                "The largest singular value of a is larger than any number that a double can hold "
                "(about 1.8e308). Divide a by some number: its rank stays the same.");
    return true;
}

bool rank(struct call *call)
{
    static const struct decomposition decomposition = {.wanted = "singular values",
                                                       .cost = rowcol_cost_singular_values,
                                                       .room = rank_room,
                                                       .compute = compute_rank,
                                                       .refuse = refuse_largest};

    if (call->fields.values[RANK_A].not_finite)
        return refuse_not_finite(call, RANK_A);
    if (!call_scalar(call, "rank", 0) || !call_scalar(call, "tolerance", 0))
        return false;
    call->answer.members[RANK].whole = true;
    return decompose(call, &decomposition);
}
