#include "api/decomposition.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "api/refusal.h"
#include "base/limits.h"

/* What call->state points to. */
struct decomposing {
    const struct decomposition *decomposition;
    rowcol_status status;
    bool tellable; /* there is nothing to judge */
    size_t detail;
};

static rowcol_shape operand(const struct call *call)
{
    return call->fields.values[0].matrix.shape;
}

static void compute(struct call *call, size_t panel)
{
    struct decomposing *state = call->state;

    (void)panel;
    state->status = state->decomposition->compute(call, &state->detail);
    state->tellable = state->status == ROWCOL_OK && call_is_tellable(call);
}

static bool refuse_size(struct call *call)
{
    problem_set(&call->problem, PROBLEM_TOO_LARGE,
                "a is %zu x %zu, which is larger than this can be computed with.",
                operand(call).rows, operand(call).columns);
    problem_add_new(&call->problem, "limit", json_integer(INT_MAX));
    return false;
}

static bool refuse_iteration(struct call *call, const char *wanted)
{
    problem_set(
        &call->problem, PROBLEM_NO_CONVERGENCE,
        "The %s of a are found step by step, each closer than the one before, and these steps "
        "came to no end. Multiply a by some number, or change its entries by as little as they "
        "are uncertain, and try again.",
        wanted);
    return false;
}

static bool refuse_room(struct call *call, double room)
{
    const double bytes = room * sizeof(double);

    return call_no_memory(call, bytes < SIZE_MAX / 2 ? (size_t)bytes : SIZE_MAX / 2);
}

bool decomposition_settle(struct call *call, rowcol_status status, const char *wanted, double room)
{
    switch (status) {
    case ROWCOL_OK:
    case ROWCOL_OVERFLOW: /* which is found, and named */
        return call_judge(call);
    case ROWCOL_NO_MEMORY:
        return refuse_room(call, room);
    case ROWCOL_NO_CONVERGENCE:
        return refuse_iteration(call, wanted);
    default:
        return refuse_size(call);
    }
}

void decomposition_work(struct call *call, double cost,
                        void (*run)(struct call *call, size_t panel),
                        bool (*finish)(struct call *call))
{
    call->work = (struct work){.panels = 1,
                               .multiply_adds = cost * LIMIT_LAPACK_COST,
                               .uncut = true,
                               .run = run,
                               .finish = finish};
}

double decomposition_condition(const struct call *call, double condition)
{
    return fmin(condition, call->answer.single ? (double)FLT_MAX : DBL_MAX);
}

static bool finish(struct call *call)
{
    const struct decomposing *state = call->state;
    const struct decomposition *decomposition = state->decomposition;

    if (decomposition->refuse && decomposition->refuse(call, state->status, state->detail))
        return false;
    if (state->tellable)
        return true;
    return decomposition_settle(call, state->status, decomposition->wanted,
                                decomposition->room(operand(call)));
}

bool decompose(struct call *call, const struct decomposition *decomposition)
{
    const double multiply_adds = decomposition->cost(operand(call));
    struct decomposing *state;

    if (!call_may_take(call, multiply_adds))
        return false;
    state = calloc(1, sizeof *state);
    call->state = state;
    if (!state)
        return call_no_room(call);
    state->decomposition = decomposition;
    decomposition_work(call, multiply_adds, compute, finish);
    return true;
}
