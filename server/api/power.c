/* Powers: POST /v1/power. By repeated squaring, one product after the other, each cut into panels;
 * a negative one begins with the inverse. */
#include <inttypes.h>
#include <math.h>
#include <rowcol/cost.h>
#include <rowcol/power.h>
#include <rowcol/solve.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/product.h"
#include "api/refusal.h"
#include "base/limits.h"
#include "formats/meaning.h"

/* Beyond 2^53 doubles skip whole numbers, so that another exponent than the one in the text would
 * be meant. */
static void judge_exponent(const struct field *field, const struct field_value *value,
                           struct problem *problem)
{
    const struct place place = field_place(field, value);

    if (value->number != floor(value->number) || fabs(value->number) > LIMIT_DIMENSION)
        meaning_fault(problem, PROBLEM_BAD_VALUE, &place,
                      "exponent must be a whole number, from -9007199254740991 to "
                      "9007199254740991: it counts how many times a is a factor. 0 gives the "
                      "identity, and a negative one the power of the inverse.");
}

const struct field power_fields[POWER_FIELDS] = {
    [POWER_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [POWER_EXPONENT] = {.name = "exponent",
                        .kind = FIELD_NUMBER,
                        .required = true,
                        .judge = judge_exponent},
    COMMON_FIELD_ROWS(POWER),
};

/* Numbers of LAPACK's workspace for each row, where it inverts. */
#define LAPACK_COLUMNS 64.0

struct powering {
    struct multiplication multiplication; /* the product that is under way */

    uint64_t exponent;         /* without its sign */
    const rowcol_matrix *base; /* a, or its inverse */
    uint64_t reached;          /* of the base, by `power` */
    const rowcol_matrix *power;
    uint64_t next;         /* what the product under way reaches */
    unsigned left;         /* products, that one included */
    rowcol_matrix *result; /* of the answer; products go to it and to `spare` in turns */
    rowcol_matrix spare;

    rowcol_system system; /* a and its inverse, for a negative exponent */
    rowcol_matrix inverse;
    rowcol_status status;
};

static const rowcol_matrix *operand(const struct call *call)
{
    return &call->fields.values[POWER_A].matrix;
}

static double exponent_of(const struct call *call)
{
    return call->fields.values[POWER_EXPONENT].number;
}

static void release(void *state)
{
    struct powering *work = state;

    rowcol_system_release(&work->system);
    rowcol_matrix_release(&work->inverse);
    rowcol_matrix_release(&work->spare);
}

static size_t held(const void *state)
{
    const struct powering *work = state;

    return (work->inverse.capacity + work->spare.capacity) * sizeof(double);
}

/* --- What is refused -------------------------------------------------------------------------- */

static bool takes_matrix(struct call *call)
{
    const rowcol_shape shape = operand(call)->shape;
    char advice[256];

    if (rowcol_shape_square(shape) != ROWCOL_OK) {
        snprintf(advice, sizeof advice,
                 "A power multiplies a by itself, and in %zu x %zu times %zu x %zu the inner "
                 "numbers, %zu and %zu, are not equal.",
                 shape.rows, shape.columns, shape.rows, shape.columns, shape.columns, shape.rows);
        return refuse_not_square(call, "a", shape, advice);
    }
    return exponent_of(call) >= 0 || !call->fields.values[POWER_A].not_finite ||
           refuse_not_finite(call, POWER_A);
}

static double cost_of(const struct call *call)
{
    const rowcol_shape shape = operand(call)->shape;
    const double inversion = exponent_of(call) < 0 ? rowcol_cost_inverse(shape) : 0;

    return inversion + rowcol_power_products((uint64_t)fabs(exponent_of(call))) *
                           rowcol_multiply_adds(shape, shape);
}

/* An entry of what is on the way to the result: a power of a, or of its inverse. */
static bool refuse_on_the_way(struct call *call, const struct powering *work, uint64_t reached,
                              size_t entry)
{
    const size_t columns = operand(call)->shape.columns;
    char words[128];

    snprintf(words, sizeof words,
             "%s to the power %" PRIu64 ", on the way to the power %" PRIu64 ",",
             work->base == &work->inverse ? "the inverse" : "a", reached, work->exponent);
    return call_refuse_overflow(call, words, entry / columns + 1, entry % columns + 1);
}

/* --- Products --------------------------------------------------------------------------------- */

static bool finish_product(struct call *call);

/* Plans the next product. What is not last but has the answer's room is overwritten in time. */
static bool begin_product(struct call *call)
{
    struct powering *work = call->state;
    rowcol_matrix *into = work->left % 2 == 1 ? work->result : &work->spare;
    rowcol_product product = {.a = work->power, .alpha = 1};

    work->next = rowcol_power_next(work->exponent, work->reached);
    product.b = work->next == 2 * work->reached ? work->power : work->base;
    if (!into->entries && rowcol_matrix_create(into, work->result->shape) != ROWCOL_OK)
        return call_no_memory(call, work->result->capacity * sizeof(double));
    if (!product_plan_into(call, &work->multiplication, &product, into))
        return false;
    call->work.finish = finish_product;
    return true;
}

static bool finish_product(struct call *call)
{
    struct powering *work = call->state;
    const struct grid *grid = &work->multiplication.grid;
    const size_t entry = grid_not_finite(grid);

    if (work->left == 1)
        return grid_finish(call);
    if (!grid_is_right(call))
        return false;
    if (entry < grid->shape.rows * grid->shape.columns && call_operands_are_finite(call))
        return refuse_on_the_way(call, work, work->next, entry);
    work->power = grid->result;
    work->reached = work->next;
    work->left--;
    return begin_product(call);
}

/* Of `base`, which is there. */
static bool begin_products(struct call *call, const rowcol_matrix *base)
{
    struct powering *work = call->state;

    work->base = work->power = base;
    work->reached = 1;
    return begin_product(call);
}

/* --- The inverse first ------------------------------------------------------------------------ */

static void factor(struct call *call, size_t panel)
{
    struct powering *work = call->state;

    (void)panel;
    work->status = rowcol_system_factor(&work->system);
}

static void invert(struct call *call, size_t panel)
{
    struct powering *work = call->state;

    (void)panel;
    work->status = rowcol_system_solve(&work->system);
}

/* What is missing for it is the inverse; or, where that is there, LAPACK's workspace. */
static bool settle(struct call *call, rowcol_status status)
{
    const struct powering *work = call->state;
    const rowcol_shape shape = operand(call)->shape;
    const double width = work->system.x->entries ? LAPACK_COLUMNS : (double)shape.columns;

    return decomposition_settle(call, status, NULL, (double)shape.rows * width);
}

static bool finish_inverting(struct call *call)
{
    struct powering *work = call->state;
    const size_t entries = work->result->shape.rows * work->result->shape.columns;

    if (work->left == 0)
        return settle(call, work->status);
    if (work->status == ROWCOL_OVERFLOW) {
        work->base = &work->inverse;
        return refuse_on_the_way(call, work, 1,
                                 rowcol_first_not_finite(work->inverse.entries, entries));
    }
    if (work->status != ROWCOL_OK)
        return settle(call, work->status);
    rowcol_system_release(&work->system);
    return begin_products(call, &work->inverse);
}

static bool finish_factoring(struct call *call)
{
    const struct powering *work = call->state;

    if (work->status == ROWCOL_SINGULAR)
        return refuse_singular(
            call, work->system.pivot,
            "A negative power is one of the inverse, which a does not have; from "
            "0 on, every square matrix has its powers.",
            NULL);
    if (work->status != ROWCOL_OK)
        return settle(call, work->status);
    decomposition_work(call, rowcol_cost_inverse(operand(call)->shape), invert, finish_inverting);
    return true;
}

static bool begin_inverse(struct call *call)
{
    struct powering *work = call->state;

    work->system.a = operand(call);
    work->system.x = work->left == 0 ? work->result : &work->inverse;
    decomposition_work(call, rowcol_cost_lu(operand(call)->shape), factor, finish_factoring);
    return true;
}

/* --- Powers 0 and 1 --------------------------------------------------------------------------- */

static void fill_identity(struct call *call, rowcol_block block, double *out)
{
    const struct grid *grid = call->state;

    rowcol_identity_block(block, out, grid->shape.columns);
}

static void fill_copy(struct call *call, rowcol_block block, double *out)
{
    const size_t leading = operand(call)->shape.columns;
    const double *from = operand(call)->entries + block.row * leading + block.column;

    for (size_t i = 0; i < block.rows; i++)
        memcpy(out + i * leading, from + i * leading, block.columns * sizeof *out);
}

static bool fill_with(struct call *call, void (*fill)(struct call *, rowcol_block, double *))
{
    struct powering *work = call->state;
    struct grid *grid = &work->multiplication.grid;

    grid->result = work->result;
    grid->shape = work->result->shape;
    grid->fill = fill;
    grid_plan_entries(call, grid);
    return true;
}

/* --- The whole -------------------------------------------------------------------------------- */

bool power(struct call *call)
{
    const double exponent = exponent_of(call);
    struct powering *work;
    rowcol_matrix *result;

    if (!takes_matrix(call) || !call_may_take(call, cost_of(call)))
        return false;
    result = call_result(call, "power", operand(call)->shape);
    work = result ? calloc(1, sizeof *work) : NULL;
    if (!work)
        return call_no_room(call);
    call->state = work;
    call->release = release;
    call->held = held;
    work->result = result;
    work->exponent = (uint64_t)fabs(exponent);
    work->left = rowcol_power_products(work->exponent);
    if (exponent < 0)
        return begin_inverse(call);
    if (work->exponent < 2)
        return fill_with(call, work->exponent == 0 ? fill_identity : fill_copy);
    return begin_products(call, operand(call));
}
