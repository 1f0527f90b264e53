#include "api/sheet.h"

#include <math.h>

#include "formats/document.h"
#include "formats/json_meaning.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const struct field *field_of(const struct call *call, enum sheet_field index)
{
    return &call->fields.list[index];
}

static struct place place_of(const struct call *call, enum sheet_field index)
{
    return field_place(field_of(call, index), &call->fields.values[index]);
}

/* The value of a whole number within bounds; 0 if it is not given, or not good. */
static double read_whole(struct call *call, enum sheet_field index, double least, double most)
{
    const struct field_value *value = &call->fields.values[index];
    struct place place;

    if (!value->given)
        return 0;
    if (value->number >= least && value->number <= most && value->number == floor(value->number))
        return value->number;
    place = place_of(call, index);
    meaning_fault(&call->problem, PROBLEM_BAD_VALUE, &place,
                  "%s is a whole number from %.0f to %.0f.", field_of(call, index)->name, least,
                  most);
    return 0;
}

static const rowcol_sheet_kind kinds[] = {
#define SHEET_KIND(name, word) ROWCOL_SHEET_##name,
    ROWCOL_SHEET_KINDS(SHEET_KIND)
#undef SHEET_KIND
};

static json_t *kind_names(void)
{
    json_t *names = json_array();

    for (size_t i = 0; i < COUNT(kinds); i++)
        json_array_append_new(names, json_string(rowcol_sheet_kind_name(kinds[i])));
    return names;
}

static void refuse_kind(struct call *call, const json_t *kind)
{
    struct place place = place_of(call, SHEET_KIND);

    if (!json_is_string(kind)) {
        if (meaning_fault(&call->problem, PROBLEM_WRONG_TYPE, &place,
                          "kind should be a word in quotes, such as \"shapes\"."))
            problem_add_new(&call->problem, "expected", json_string("a word"));
    } else if (meaning_fault(&call->problem, PROBLEM_BAD_VALUE, &place,
                             "There is no kind of sheet called \"%.40s\"; `allowed` lists those "
                             "there are.",
                             json_string_value(kind))) {
        problem_add_new(&call->problem, "allowed", kind_names());
    }
}

static rowcol_sheet_kind read_kind(struct call *call)
{
    const json_t *kind = call->fields.values[SHEET_KIND].document;

    if (!kind)
        return ROWCOL_SHEET_LESSON;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (document_is_word(kind, rowcol_sheet_kind_name(kinds[i])))
            return kinds[i];
    refuse_kind(call, kind);
    return ROWCOL_SHEET_LESSON;
}

/* Each number is good by itself, but not with this kind. */
static void refuse_together(struct call *call, const rowcol_sheet *sheet)
{
    bool column = sheet->kind == ROWCOL_SHEET_VECTOR;
    struct place place = place_of(call, column ? SHEET_COLUMNS : SHEET_KIND);

    meaning_fault(&call->problem, PROBLEM_BAD_VALUE, &place, "%s",
                  column ? "kind=vector multiplies a matrix by a column: columns is 1, or left out."
                         : "kind=square has square matrices: rows, inner and columns are equal, or "
                           "left out.");
}

bool sheet_read(struct call *call, rowcol_sheet *sheet)
{
    const double most = ROWCOL_SHEET_SIZE_MOST;

    *sheet = (rowcol_sheet){
        .seed = (uint64_t)read_whole(call, SHEET_SEED, 0, (double)ROWCOL_SHEET_SEED_MOST),
        .kind = read_kind(call),
        .rows = (size_t)read_whole(call, SHEET_ROWS, 1, most),
        .columns = (size_t)read_whole(call, SHEET_COLUMNS, 1, most),
        .inner = (size_t)read_whole(call, SHEET_INNER, 1, most),
        .range = (unsigned)read_whole(call, SHEET_RANGE, 1, ROWCOL_SHEET_RANGE_MOST),
    };
    if (call->problem.kind == PROBLEM_NONE && rowcol_sheet_check(sheet) != ROWCOL_OK)
        refuse_together(call, sheet);
    return call->problem.kind == PROBLEM_NONE;
}

static json_t *row_json(const double *entries, size_t columns)
{
    json_t *row = json_array();

    for (size_t i = 0; i < columns; i++) {
        if (json_array_append_new(row, json_real(entries[i])) != 0) {
            json_decref(row);
            return NULL;
        }
    }
    return row;
}

json_t *matrix_json(const rowcol_matrix *matrix)
{
    const size_t columns = matrix->shape.columns;
    json_t *rows = json_array();

    for (size_t i = 0; i < matrix->shape.rows; i++) {
        if (json_array_append_new(rows, row_json(matrix->entries + i * columns, columns)) != 0) {
            json_decref(rows);
            return NULL;
        }
    }
    return rows;
}
