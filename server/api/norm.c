/* One number of a matrix that is not found by elimination: POST /v1/trace and POST /v1/norm. */
#include <math.h>
#include <rowcol/cost.h>
#include <rowcol/norm.h>
#include <rowcol/singular.h>
#include <stdlib.h>

#include "api/decomposition.h"
#include "api/handlers.h"
#include "api/refusal.h"
#include "base/limits.h"
#include "formats/document.h"
#include "formats/meaning.h"

bool trace(struct call *call)
{
    const rowcol_matrix *a = &call->fields.values[ONE_MATRIX_A].matrix;

    if (rowcol_shape_square(a->shape) != ROWCOL_OK)
        return refuse_not_square(call, "a", a->shape,
                                 "A trace adds up the main diagonal, and only that of a square "
                                 "matrix goes from corner to corner.");
    return call_scalar(call, "trace", rowcol_trace(a)) && call_judge(call);
}

/* --- What kind of norm ------------------------------------------------------------------------ */

/* Besides those of librowcol, the largest singular value. */
#define NORM_TWO (-1)
#define NO_NORM (-2)

static const struct kind {
    const char *name;
    int number; /* by which it may be asked for as well; 0: none */
    int kind;   /* rowcol_norm_kind, or NORM_TWO */
} kinds[] = {
    {"frobenius", 0, ROWCOL_NORM_FROBENIUS},
    {"1", 1, ROWCOL_NORM_ONE},
    {"inf", 0, ROWCOL_NORM_INFINITY},
    {"2", 2, NORM_TWO},
    {"max", 0, ROWCOL_NORM_MAX},
};
#define KINDS (sizeof kinds / sizeof kinds[0])

static json_t *names(void)
{
    json_t *list = json_array();

    for (size_t i = 0; i < KINDS; i++)
        json_array_append_new(list, json_string(kinds[i].name));
    return list;
}

#define ADVICE                                                                                     \
    "kind is \"frobenius\" (the root of the sum of squares), \"1\" (the largest sum of a "         \
    "column), \"inf\" (the largest sum of a row), \"2\" (the largest singular value) or "          \
    "\"max\" (the largest entry), sums and entries without their signs."

static int find_kind(const json_t *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (document_is_word(kind, kinds[i].name) ||
            (kinds[i].number > 0 && json_number_value(kind) == kinds[i].number))
            return kinds[i].kind;
    return NO_NORM;
}

static void judge_kind(const struct field *field, const struct field_value *value,
                       struct problem *problem)
{
    const struct place place = field_place(field, value);

    if (find_kind(value->document) != NO_NORM)
        return;
    if (!json_is_string(value->document) && !json_is_number(value->document)) {
        if (meaning_fault(problem, PROBLEM_WRONG_TYPE, &place, ADVICE))
            problem_add_new(problem, "expected", json_string("a word"));
    } else if (meaning_fault(problem, PROBLEM_BAD_VALUE, &place, ADVICE)) {
        problem_add_new(problem, "allowed", names());
    }
}

const struct field norm_fields[NORM_FIELDS] = {
    [NORM_A] = {.name = "a", .kind = FIELD_MATRIX, .required = true},
    [NORM_KIND] = {.name = "kind", .kind = FIELD_DOCUMENT, .judge = judge_kind},
    COMMON_FIELD_ROWS(NORM),
};

/* --- Sums and largest entries ----------------------------------------------------------------- */

struct norming {
    rowcol_norm_kind kind;
    double *norm;
    size_t count;
    rowcol_norm_part parts[];
};

static void run_part(struct call *call, size_t panel)
{
    struct norming *work = call->state;

    work->parts[panel] =
        rowcol_norm_compute(work->kind, &call->fields.values[NORM_A].matrix, panel);
}

static bool finish_parts(struct call *call)
{
    const struct norming *work = call->state;
    rowcol_norm_part joined = {0};

    for (size_t i = 0; i < work->count; i++)
        rowcol_norm_join(work->kind, &joined, work->parts[i]);
    *work->norm = rowcol_norm_value(work->kind, joined);
    return call_judge(call);
}

static bool plan_parts(struct call *call, rowcol_norm_kind kind, double *norm)
{
    const rowcol_shape shape = call->fields.values[NORM_A].matrix.shape;
    const size_t count = rowcol_norm_parts(kind, shape);
    struct norming *work = malloc(sizeof *work + count * sizeof work->parts[0]);

    if (!work)
        return call_no_room(call);
    work->kind = kind;
    work->norm = norm;
    work->count = count;
    call->state = work;
    call->work = (struct work){.panels = count,
                               .multiply_adds = (double)shape.rows * (double)shape.columns *
                                                LIMIT_NORM_ENTRY_COST,
                               .run = run_part,
                               .finish = finish_parts};
    return true;
}

/* --- The largest singular value --------------------------------------------------------------- */

static rowcol_status compute_two(struct call *call, size_t *detail)
{
    rowcol_matrix values = {0};
    rowcol_status status = rowcol_singular_values(&call->fields.values[NORM_A].matrix, &values);

    *detail = 0;
    if (status == ROWCOL_OK || status == ROWCOL_OVERFLOW)
        call->answer.members[0].matrix.entries[0] =
            status == ROWCOL_OK ? values.entries[0] : INFINITY;
    rowcol_matrix_release(&values);
    return status;
}

/* A copy of a, and LAPACK's workspace. */
static double room_of_two(rowcol_shape a)
{
    return (double)a.rows * (double)a.columns + 100 * ((double)a.rows + (double)a.columns);
}

static const struct decomposition norm_two = {
    .wanted = "singular values",
    .cost = rowcol_cost_singular_values,
    .room = room_of_two,
    .compute = compute_two,
};

/* That of a row or a column is its length; and where an entry is infinite or NaN, the norm is what
 * the largest entry is. */
static bool plan_two(struct call *call, double *norm)
{
    const struct field_value *a = &call->fields.values[NORM_A];

    if (a->not_finite)
        return plan_parts(call, ROWCOL_NORM_MAX, norm);
    if (a->matrix.shape.rows == 1 || a->matrix.shape.columns == 1)
        return plan_parts(call, ROWCOL_NORM_FROBENIUS, norm);
    return decompose(call, &norm_two);
}

bool norm(struct call *call)
{
    const struct field_value *asked = &call->fields.values[NORM_KIND];
    int kind = asked->given ? find_kind(asked->document) : ROWCOL_NORM_FROBENIUS;
    struct answer_member *member = call_numbers(call, "norm", ANSWER_SCALAR, (rowcol_shape){1, 1});

    if (!member)
        return false;
    member->matrix.entries[0] = 0;
    if (kind == NORM_TWO)
        return plan_two(call, member->matrix.entries);
    return plan_parts(call, (rowcol_norm_kind)kind, member->matrix.entries);
}
