/* Systems of equations: POST /v1/solve. By elimination in two stages, or by least squares in one;
 * then the residual, row by row, which is a product like any other. */
#include <math.h>
#include <rowcol/cost.h>
#include <rowcol/product.h>
#include <rowcol/solve.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/decomposition.h"
#include "api/grid.h"
#include "api/handlers.h"
#include "api/refusal.h"
#include "api/suggestions.h"
#include "base/limits.h"
#include "formats/document.h"
#include "formats/meaning.h"

static void judge_method(const struct field *field, const struct field_value *value,
                         struct problem *problem)
{
    const struct place place = field_place(field, value);

    if (!document_is_word(value->document, "least-squares") &&
        !document_is_word(value->document, "lu"))
        meaning_fault(problem, PROBLEM_BAD_VALUE, &place,
                      "method is \"lu\", which is elimination and takes a square a, or "
                      "\"least-squares\", which takes any. Left out, it is lu where a is square.");
}

const struct field solve_fields[SOLVE_FIELDS] = {
    [SOLVE_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [SOLVE_B] = {.name = "b", .kind = FIELD_MATRIX, .required = true, .column = true},
    [SOLVE_METHOD] = {.name = "method", .kind = FIELD_DOCUMENT, .judge = judge_method},
    COMMON_FIELD_ROWS(SOLVE),
};

enum { SOLUTION, METHOD, RANK, RESIDUAL, CONDITION };

/* From so many of a double's 16 digits on there is nothing to warn of. */
#define DIGITS_ENOUGH 10

/* The residual takes so many products. */
#define RESIDUAL_PRODUCTS 3.0

struct solving {
    struct grid grid; /* of the residual */
    rowcol_residual residual;
    rowcol_matrix rest;  /* the residual itself */
    atomic_bool starved; /* some block of it had no memory */

    bool least_squares;
    rowcol_system system;
    rowcol_fit fit;
    double sensitivity;   /* how much larger than those of the data errors of the solution can be */
    rowcol_status status; /* of the solution */
    rowcol_status begun;  /* of the residual */
    bool tellable;        /* there is nothing to judge */
};

static void release(void *state)
{
    struct solving *solving = state;

    rowcol_system_release(&solving->system);
    rowcol_residual_release(&solving->residual);
    rowcol_matrix_release(&solving->rest);
}

static size_t held(const void *state)
{
    const struct solving *solving = state;

    return solving->rest.capacity * sizeof(double) + rowcol_residual_held(&solving->residual);
}

static double *number_of(struct call *call, size_t member)
{
    return call->answer.members[member].matrix.entries;
}

/* --- What is told ----------------------------------------------------------------------------- */

static bool warn(struct call *call)
{
    const struct solving *state = call->state;
    const double errors = state->sensitivity;
    const int digits = rowcol_digits_left(errors);
    char text[320];

    if (digits >= DIGITS_ENOUGH)
        return true;
    if (digits > 0)
        snprintf(text, sizeof text,
                 "Of the 16 digits of a number about %d are left in the solution: a rounding error "
                 "of a or b comes out up to %.0e times as large.",
                 digits, errors);
    else
        snprintf(text, sizeof text,
                 "Perhaps no digit of the solution is right: a rounding error of a or b comes out "
                 "up to %.0e times as large, so that a can't be told from a singular matrix.",
                 errors);
    return answer_add_new(&call->answer, "warning", json_string(text)) || call_no_room(call);
}

static bool tell(struct call *call)
{
    const struct solving *state = call->state;
    const double condition = state->least_squares ? state->fit.condition : state->system.condition;

    *number_of(call, RANK) =
        (double)(state->least_squares ? state->fit.rank : state->system.a->shape.columns);
    *number_of(call, CONDITION) = decomposition_condition(call, condition);
    return (state->tellable || call_judge(call)) && warn(call);
}

/* --- The residual ----------------------------------------------------------------------------- */

/* About the doubles that the residual takes for a while: itself, halves of the solution, and of the
 * rows of a that are worked on. */
static double residual_room(const struct call *call)
{
    const struct solving *state = call->state;
    const rowcol_shape a = state->system.a->shape;
    const rowcol_shape b = state->system.b->shape;
    const double rows = (double)(state->grid.block_rows * call->options->workers);

    return (double)b.rows * (double)b.columns + 2 * (double)a.columns * (double)b.columns +
           2 * fmin(rows, (double)a.rows) * (double)a.columns;
}

/* It has no memory, or not enough. */
static bool refuse_residual(struct call *call, rowcol_status status)
{
    struct solving *state = call->state;

    rowcol_residual_release(&state->residual);
    rowcol_matrix_release(&state->rest);
    return decomposition_settle(call, status, NULL, residual_room(call));
}

/* Blocks have so few rows that together they take no more memory than elimination did, which had a
 * copy of a. */
static void plan_blocks(struct call *call)
{
    struct solving *state = call->state;
    struct grid *grid = &state->grid;
    const size_t most = grid->shape.rows / (2 * call->options->workers);

    grid_plan_products(call, grid, RESIDUAL_PRODUCTS * (double)state->system.a->shape.columns);
    if (most < grid->block_rows)
        grid_plan(call, grid, most > LIMIT_PANEL_ROWS_LEAST ? most : LIMIT_PANEL_ROWS_LEAST,
                  grid->block_columns, call->work.multiply_adds);
}

static void fill_residual(struct call *call, rowcol_block block, double *out)
{
    struct solving *state = call->state;

    if (rowcol_residual_block(&state->residual, block, out, state->grid.shape.columns) != ROWCOL_OK)
        atomic_store(&state->starved, true);
}

/* What the residual and the solution are like: of large ones that takes long enough to be the
 * pool's. */
static void measure(struct call *call, size_t panel)
{
    struct solving *state = call->state;
    double *norms = number_of(call, RESIDUAL);

    (void)panel;
    rowcol_column_norms(&state->rest, norms);
    if (state->least_squares)
        state->sensitivity = rowcol_fit_sensitivity(&state->fit, state->system.x, norms);
    state->tellable = call_is_tellable(call);
}

static double entries_of(rowcol_shape shape)
{
    return (double)shape.rows * (double)shape.columns;
}

static bool finish_residual(struct call *call)
{
    const struct solving *state = call->state;

    if (atomic_load(&state->starved))
        return refuse_residual(call, ROWCOL_NO_MEMORY);
    call->work = (struct work){.panels = 1,
                               .multiply_adds = (entries_of(state->rest.shape) +
                                                 entries_of(state->system.x->shape)) *
                                                LIMIT_NORM_ENTRY_COST,
                               .uncut = true,
                               .run = measure,
                               .finish = tell};
    return true;
}

/* The solution is there; what it took is given back before more is taken. Pool. */
static void begin_residual(struct solving *state)
{
    const rowcol_system *system = &state->system;

    rowcol_system_release(&state->system);
    state->begun = rowcol_matrix_create(&state->rest, system->b->shape);
    if (state->begun == ROWCOL_OK)
        state->begun = rowcol_residual_begin(&state->residual, system->a, system->x, system->b);
}

static bool plan_residual(struct call *call)
{
    struct solving *state = call->state;

    if (state->begun != ROWCOL_OK)
        return refuse_residual(call, state->begun);
    atomic_init(&state->starved, false);
    state->grid.result = &state->rest;
    state->grid.shape = state->rest.shape;
    state->grid.fill = fill_residual;
    plan_blocks(call);
    call->work.finish = finish_residual;
    return true;
}

/* --- The solution ----------------------------------------------------------------------------- */

/* About LAPACK's workspace: of least squares, whose wide matrices it makes square first. */
static double workspace(const struct solving *state)
{
    const rowcol_shape a = state->system.a->shape;
    const double inner = (double)rowcol_shape_diagonal(a);

    if (!state->least_squares)
        return 3 * inner;
    return 150 * inner + (a.columns > a.rows ? inner * inner : 0);
}

/* About the doubles that a solution takes for a while: copies of a and b, LAPACK's workspace. */
static double room(const struct solving *state)
{
    const rowcol_shape a = state->system.a->shape;
    const rowcol_shape b = state->system.b->shape;

    return (double)a.rows * (double)a.columns +
           (double)(a.rows > a.columns ? a.rows : a.columns) * (double)b.columns + workspace(state);
}

static void compute_least_squares(struct call *call, size_t panel)
{
    struct solving *state = call->state;

    (void)panel;
    state->status =
        rowcol_least_squares(state->system.a, state->system.b, state->system.x, &state->fit);
    if (state->status == ROWCOL_OK)
        begin_residual(state);
}

static void factor(struct call *call, size_t panel)
{
    struct solving *state = call->state;

    (void)panel;
    state->status = rowcol_system_factor(&state->system);
}

static void substitute(struct call *call, size_t panel)
{
    struct solving *state = call->state;

    (void)panel;
    state->status = rowcol_system_solve(&state->system);
    if (state->status == ROWCOL_OK)
        state->status = rowcol_system_sensitivity(&state->system, &state->sensitivity);
    if (state->status == ROWCOL_OK)
        begin_residual(state);
}

static bool finish_solution(struct call *call)
{
    const struct solving *state = call->state;

    if (state->status != ROWCOL_OK)
        return decomposition_settle(call, state->status, "singular values", room(state));
    return plan_residual(call);
}

static json_t *least_squares_json(rowcol_shape x)
{
    return json_pack("{s:s, s:{s:s}, s:o}", "change", "solve by least squares", "options", "method",
                     "least-squares", "shape", shape_json(x));
}

static bool finish_factoring(struct call *call)
{
    struct solving *state = call->state;
    const rowcol_shape a = state->system.a->shape;

    if (state->status == ROWCOL_SINGULAR)
        return refuse_singular(call, state->system.pivot,
                               "So a x = b has no solution, or more than one. Ask for method "
                               "least-squares: it finds the x that comes nearest to one, and of "
                               "several the shortest.",
                               least_squares_json(state->system.x->shape));
    if (state->status != ROWCOL_OK)
        return decomposition_settle(call, state->status, NULL, room(state));
    decomposition_work(call, rowcol_multiply_adds(a, state->system.x->shape), substitute,
                       finish_solution);
    return true;
}

static void plan(struct call *call)
{
    const struct solving *state = call->state;
    const rowcol_shape a = state->system.a->shape;

    if (state->least_squares)
        decomposition_work(call, rowcol_cost_least_squares(a, state->system.b->shape.columns),
                           compute_least_squares, finish_solution);
    else
        decomposition_work(call, rowcol_cost_lu(a), factor, finish_factoring);
}

/* --- What is asked ---------------------------------------------------------------------------- */

static bool is_least_squares(const struct call *call)
{
    const struct field_value *method = &call->fields.values[SOLVE_METHOD];

    if (method->given)
        return document_is_word(method->document, "least-squares");
    return rowcol_shape_square(call->fields.values[SOLVE_A].matrix.shape) != ROWCOL_OK;
}

static void add_changes(json_t *list, rowcol_shape a, const struct field_value *b)
{
    const rowcol_shape turned = rowcol_shape_transposed(b->matrix.shape);
    rowcol_shape x;

    if (rowcol_solution_shape(a, turned, &x) == ROWCOL_OK)
        json_array_append_new(list, change_json(b->vector ? "write b as a row" : "transpose b", x));
    a = rowcol_shape_transposed(a);
    if (rowcol_solution_shape(a, b->matrix.shape, &x) == ROWCOL_OK)
        json_array_append_new(list, change_json("transpose a", x));
    if (rowcol_solution_shape(a, turned, &x) == ROWCOL_OK)
        json_array_append_new(list, change_json("transpose both", x));
}

static bool refuse_mismatch(struct call *call)
{
    const rowcol_shape a = call->fields.values[SOLVE_A].matrix.shape;
    const struct field_value *b = &call->fields.values[SOLVE_B];
    struct problem *problem = &call->problem;
    json_t *suggestions = json_array();

    problem_set(problem, PROBLEM_SHAPE_MISMATCH,
                "a is %zu x %zu and b is %zu x %zu%s: each row of a is the left side of an "
                "equation, and the same row of b its right side, so both must have as many rows, "
                "and %zu is not %zu.",
                a.rows, a.columns, b->matrix.shape.rows, b->matrix.shape.columns,
                b->vector ? ", as a list of numbers is a column here" : "", a.rows,
                b->matrix.shape.rows);
    problem_add_new(problem, "a", shape_json(a));
    problem_add_new(problem, "b", shape_json(b->matrix.shape));
    add_changes(suggestions, a, b);
    problem_add_new(problem, "suggestions", suggestions);
    return false;
}

static bool check(struct call *call, bool *least_squares)
{
    const struct field_value *a = &call->fields.values[SOLVE_A];
    const struct field_value *b = &call->fields.values[SOLVE_B];
    rowcol_shape x;

    *least_squares = is_least_squares(call);
    if (rowcol_solution_shape(a->matrix.shape, b->matrix.shape, &x) != ROWCOL_OK)
        return refuse_mismatch(call);
    if (!*least_squares && rowcol_shape_square(a->matrix.shape) != ROWCOL_OK) {
        refuse_not_square(call, "a", a->matrix.shape,
                          "Elimination, method lu, takes no other. Ask for method least-squares, "
                          "or leave method out.");
        problem_add_new(&call->problem, "suggestions", json_pack("[o]", least_squares_json(x)));
        return false;
    }
    if (a->not_finite)
        return refuse_not_finite(call, SOLVE_A);
    return !b->not_finite || refuse_not_finite(call, SOLVE_B);
}

/* Adds what is told, none of it known yet. */
static bool add_members(struct call *call, bool least_squares, rowcol_shape x)
{
    const char *method = least_squares ? "least-squares" : "lu";

    if (!call_result(call, "solution", x))
        return false;
    if (!answer_add_new(&call->answer, "method", json_string(method)))
        return call_no_room(call);
    if (!call_scalar(call, "rank", 0) ||
        !call_numbers(call, "residual", ANSWER_LIST, (rowcol_shape){1, x.columns}) ||
        !call_scalar(call, "condition", 0))
        return false;
    call->answer.members[RANK].whole = true;
    return true;
}

static bool may_take(struct call *call, bool least_squares)
{
    const rowcol_shape a = call->fields.values[SOLVE_A].matrix.shape;
    const size_t columns = call->fields.values[SOLVE_B].matrix.shape.columns;

    return call_may_take(call, least_squares ? rowcol_cost_least_squares(a, columns)
                                             : rowcol_cost_solve(a, columns));
}

bool solve(struct call *call)
{
    const rowcol_matrix *a = &call->fields.values[SOLVE_A].matrix;
    const rowcol_matrix *b = &call->fields.values[SOLVE_B].matrix;
    struct solving *state;
    bool least_squares;

    if (!check(call, &least_squares) || !may_take(call, least_squares) ||
        !add_members(call, least_squares, (rowcol_shape){a->shape.columns, b->shape.columns}))
        return false;
    call->state = state = calloc(1, sizeof *state);
    if (!state)
        return call_no_room(call);
    call->release = release;
    call->held = held;
    state->least_squares = least_squares;
    state->system = (rowcol_system){.a = a, .b = b, .x = &call->answer.members[SOLUTION].matrix};
    plan(call);
    return true;
}
