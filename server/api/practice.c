/* Sheets of exercises: GET /v1/practice. */
#include <stdio.h>

#include "api/sheet.h"
#include "api/suggestions.h"
#include "base/identity.h"

const struct field practice_fields[SHEET_FIELDS] = {
    [SHEET_SEED] = {.name = "seed", .kind = FIELD_NUMBER},
    [SHEET_KIND] = {.name = "kind", .kind = FIELD_DOCUMENT},
    [SHEET_ROWS] = {.name = "rows", .kind = FIELD_NUMBER},
    [SHEET_COLUMNS] = {.name = "columns", .kind = FIELD_NUMBER},
    [SHEET_INNER] = {.name = "inner", .kind = FIELD_NUMBER},
    [SHEET_RANGE] = {.name = "range", .kind = FIELD_NUMBER},
    [SHEET_ANSWERS] = {.name = "answers", .kind = FIELD_TRUTH},
};

/* Null where there is no product. */
static bool add_solution(json_t *json, const rowcol_matrix *product)
{
    json_t *shape = product->entries ? shape_json(product->shape) : json_null();
    json_t *entries = product->entries ? matrix_json(product) : json_null();
    bool has_shape = json_object_set_new(json, "shape", shape) == 0;

    return json_object_set_new(json, "product", entries) == 0 && has_shape;
}

/* An exercise, with its solution if that is wanted; NULL where there is no memory. */
static json_t *exercise_json(size_t number, const rowcol_exercise *exercise, bool answers)
{
    char id[24];
    json_t *json;

    snprintf(id, sizeof id, "%zu", number);
    json = json_pack("{s:s, s:o, s:o}", "id", id, "a", matrix_json(&exercise->a), "b",
                     matrix_json(&exercise->b));
    if (answers && !add_solution(json, &exercise->product)) {
        json_decref(json);
        return NULL;
    }
    return json;
}

static bool answer_sheet(struct call *call, const rowcol_sheet *sheet, bool answers)
{
    json_t *exercises = json_array();

    for (size_t number = 1; number <= ROWCOL_SHEET_EXERCISES; number++) {
        rowcol_exercise exercise = {0};

        if (rowcol_sheet_exercise(sheet, number, &exercise) != ROWCOL_OK ||
            json_array_append_new(exercises, exercise_json(number, &exercise, answers)) != 0) {
            rowcol_exercise_release(&exercise);
            json_decref(exercises);
            return call_no_room(call);
        }
        rowcol_exercise_release(&exercise);
    }
    if (!answer_add_new(&call->answer, "seed", json_integer((json_int_t)sheet->seed))) {
        json_decref(exercises);
        return call_no_room(call);
    }
    return answer_add_new(&call->answer, "exercises", exercises) || call_no_room(call);
}

static bool print_sheet(struct call *call, const rowcol_sheet *sheet, bool answers)
{
    char title[80];
    rowcol_text *text;

    snprintf(title, sizeof title, "Practice: matrix products, sheet %llu",
             (unsigned long long)sheet->seed);
    text = call_lesson(call, title);
    if (rowcol_text_sheet(text, sheet, answers) != ROWCOL_OK)
        return call_no_room(call);
    return call_end_lesson(call);
}

bool practice(struct call *call)
{
    const struct field_value *values = call->fields.values;
    bool answers = values[SHEET_ANSWERS].truth;
    rowcol_sheet sheet;

    if (!sheet_read(call, &sheet))
        return false;
    if (!values[SHEET_SEED].given) {
        sheet.seed = identity_number() & ROWCOL_SHEET_SEED_MOST;
        call->no_store = true;
    }
    return call->writer->form == FORM_JSON ? answer_sheet(call, &sheet, answers)
                                           : print_sheet(call, &sheet, answers);
}
