/* What elimination tells of a square matrix: POST /v1/determinant, POST /v1/inverse. */
#include <rowcol/cost.h>
#include <rowcol/solve.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"
#include "api/suggestions.h"

/* --- The determinant -------------------------------------------------------------------------- */

struct determining {
    rowcol_determinant_value value;
    rowcol_status status;
};

static void compute_determinant(struct call *call, size_t panel)
{
    struct determining *state = call->state;

    (void)panel;
    state->status = rowcol_determinant(&call->fields.values[ONE_MATRIX_A].matrix, &state->value);
}

static double entries_of(const struct call *call)
{
    const rowcol_shape shape = call->fields.values[ONE_MATRIX_A].matrix.shape;

    return (double)shape.rows * (double)shape.columns;
}

static bool tell_determinant(struct call *call)
{
    const struct determining *state = call->state;
    const rowcol_determinant_value *value = &state->value;

    if (state->status != ROWCOL_OK)
        return decomposition_settle(call, state->status, NULL, entries_of(call));
    if (value->fits)
        return call_scalar(call, "determinant", value->value) && call_judge(call);
    if (!call_scalar(call, "mantissa", value->mantissa) ||
        !call_scalar(call, "exponent", (double)value->exponent))
        return false;
    call->answer.members[1].whole = true;
    return true;
}

bool determinant(struct call *call)
{
    const double cost = rowcol_cost_lu(call->fields.values[ONE_MATRIX_A].matrix.shape);

    if (!is_square_and_finite(call, "What a matrix of any shape has is a rank, /v1/rank, and "
                                    "singular values, /v1/svd.") ||
        !call_may_take(call, cost))
        return false;
    call->state = calloc(1, sizeof(struct determining));
    if (!call->state)
        return call_no_room(call);
    decomposition_work(call, cost, compute_determinant, tell_determinant);
    return true;
}

/* --- The inverse ------------------------------------------------------------------------------ */

enum { INVERSE, CONDITION };

struct inverting {
    rowcol_system system;
    rowcol_status status;
    bool tellable; /* there is nothing to judge */
};

static void release(void *state)
{
    struct inverting *inverting = state;

    rowcol_system_release(&inverting->system);
}

static void factor(struct call *call, size_t panel)
{
    struct inverting *state = call->state;

    (void)panel;
    state->status = rowcol_system_factor(&state->system);
}

static void invert(struct call *call, size_t panel)
{
    struct inverting *state = call->state;

    (void)panel;
    state->status = rowcol_system_solve(&state->system);
    state->tellable = state->status == ROWCOL_OK && call_is_tellable(call);
}

static bool tell_inverse(struct call *call)
{
    const struct inverting *state = call->state;

    if (state->status != ROWCOL_OK)
        return decomposition_settle(call, state->status, NULL, entries_of(call));
    call->answer.members[CONDITION].matrix.entries[0] =
        decomposition_condition(call, state->system.condition);
    return state->tellable || call_judge(call);
}

static bool finish_factoring(struct call *call)
{
    const struct inverting *state = call->state;
    const rowcol_shape shape = state->system.a->shape;

    if (state->status == ROWCOL_SINGULAR)
        return refuse_singular(call, state->system.pivot,
                               "So a has no inverse. What comes nearest is its pseudo-inverse: "
                               "/v1/solve with the identity for b, and method least-squares.",
                               pseudo_inverse_json(shape));
    if (state->status != ROWCOL_OK)
        return decomposition_settle(call, state->status, NULL, entries_of(call));
    decomposition_work(call, rowcol_cost_inverse(shape), invert, tell_inverse);
    return true;
}

static bool refuse_shape(struct call *call)
{
    const rowcol_shape shape = call->fields.values[ONE_MATRIX_A].matrix.shape;
    char advice[256];

    snprintf(advice, sizeof advice,
             "What does as much for other shapes is the pseudo-inverse, here %zu x %zu: /v1/solve "
             "with the %zu x %zu identity for b, and method least-squares.",
             shape.columns, shape.rows, shape.rows, shape.rows);
    refuse_not_square(call, "a", shape, advice);
    problem_add_new(&call->problem, "suggestions", json_pack("[o]", pseudo_inverse_json(shape)));
    return false;
}

bool inverse(struct call *call)
{
    const rowcol_matrix *a = &call->fields.values[ONE_MATRIX_A].matrix;
    const double cost = rowcol_cost_inverse(a->shape);
    struct inverting *state;

    if (rowcol_shape_square(a->shape) != ROWCOL_OK)
        return refuse_shape(call);
    if (call->fields.values[ONE_MATRIX_A].not_finite)
        return refuse_not_finite(call, ONE_MATRIX_A);
    if (!call_may_take(call, cost) || !call_result(call, "inverse", a->shape) ||
        !call_scalar(call, "condition", 1))
        return false;
    call->state = state = calloc(1, sizeof *state);
    if (!state)
        return call_no_room(call);
    call->release = release;
    state->system = (rowcol_system){.a = a, .x = &call->answer.members[INVERSE].matrix};
    decomposition_work(call, rowcol_cost_lu(a->shape), factor, finish_factoring);
    return true;
}
