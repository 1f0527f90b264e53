#include "api/call.h"

#include <rowcol/notation.h>
#include <stdlib.h>
#include <string.h>

#include "api/verified.h"
#include "base/budget.h"
#include "base/limits.h"
#include "formats/document.h"
#include "formats/json_meaning.h"
#include "web/pages.h"

static size_t held(const struct call *call)
{
    size_t bytes = fields_held(&call->fields) + call->room + verified_held(call->verified);

    if (call->held)
        bytes += call->held(call->state);
    for (size_t i = 0; i < call->answer.count; i++)
        bytes +=
            (call->answer.members[i].matrix.capacity + call->answer.members[i].imaginary.capacity) *
            sizeof(double);
    return bytes;
}

bool call_no_memory(struct call *call, size_t size)
{
    budget_refuse(&call->problem, held(call), size);
    return false;
}

bool call_no_room(struct call *call)
{
    return problem_no_memory(&call->problem);
}

void call_judge_dtype(const struct field *field, const struct field_value *value,
                      struct problem *problem)
{
    const struct place place = field_place(field, value);

    if (!document_is_word(value->document, "float64") &&
        !document_is_word(value->document, "float32"))
        meaning_fault(problem, PROBLEM_BAD_VALUE, &place,
                      "dtype is \"float64\", which needs no saying, or \"float32\": the numbers of "
                      "the answer are then rounded to single precision.");
}

void call_take_common(struct call *call)
{
    const struct fields *fields = &call->fields;
    const struct field_value *dtype = &fields->values[fields->count - COMMON_FIELD_COUNT];

    if (dtype->given && document_is_word(dtype->document, "float32"))
        call->answer.single = true; /* as Accept may have asked already */
}

static void refuse_entries(struct call *call, rowcol_shape shape)
{
    problem_set(
        &call->problem, PROBLEM_TOO_LARGE,
        "The result would be %zu x %zu, which is more than the %zu entries that this server "
        "answers with.",
        shape.rows, shape.columns, call->options->max_result);
    problem_add_new(&call->problem, "limit", json_integer((json_int_t)call->options->max_result));
}

struct answer_member *call_numbers(struct call *call, const char *name, enum answer_form form,
                                   rowcol_shape shape)
{
    struct answer_member *member;
    size_t entries = 0;

    if (rowcol_shape_entries(shape, &entries) != ROWCOL_OK || entries > call->options->max_result) {
        refuse_entries(call, shape);
        return NULL;
    }
    member = answer_add_numbers(&call->answer, name, form, shape);
    if (!member)
        call_no_memory(call, entries * sizeof(double));
    return member;
}

rowcol_matrix *call_result(struct call *call, const char *name, rowcol_shape shape)
{
    struct answer_member *member = call_numbers(call, name, ANSWER_MATRIX, shape);

    return member ? &member->matrix : NULL;
}

bool call_scalar(struct call *call, const char *name, double number)
{
    return answer_add_scalar(&call->answer, name, number) || call_no_room(call);
}

bool call_may_take(struct call *call, double multiply_adds)
{
    if (multiply_adds <= call->options->max_multiply_adds)
        return true;
    problem_set(
        &call->problem, PROBLEM_TOO_LARGE,
        "This would take %.3g multiplications with an addition; the server does at most %.3g for "
        "one request.",
        multiply_adds, call->options->max_multiply_adds);
    problem_add_new(&call->problem, "limit",
                    json_integer((json_int_t)call->options->max_multiply_adds));
    return false;
}

static rowcol_notation notation_of(enum form form)
{
    switch (form) {
    case FORM_LATEX:
        return ROWCOL_LATEX;
    case FORM_HTML:
        return ROWCOL_HTML;
    default:
        return ROWCOL_PLAIN;
    }
}

rowcol_text *call_lesson(struct call *call, const char *title)
{
    struct page *page = &call->page;
    rowcol_text *lesson = &page->lesson;

    page->content_type = call->writer->content_type;
    if (call->writer->form == FORM_HTML)
        page->policy = PAGE_SECURITY_POLICY;
    rowcol_text_begin(lesson, notation_of(call->writer->form), LIMIT_LESSON);
    rowcol_text_open(lesson, title, "/assets/style.css");
    if (lesson->notation != ROWCOL_PLAIN)
        rowcol_text_heading(lesson, 1, title);
    return lesson;
}

bool call_end_lesson(struct call *call)
{
    rowcol_status status = rowcol_text_close(&call->page.lesson);

    if (status == ROWCOL_OK)
        return true;
    if (status != ROWCOL_TOO_LARGE)
        return call_no_room(call);
    problem_set(
        &call->problem, PROBLEM_TOO_LARGE,
        "The text of this lesson would have more than %zu bytes. Ask for less of it, or for "
        "JSON.",
        LIMIT_LESSON);
    problem_add_new(&call->problem, "limit", json_integer((json_int_t)LIMIT_LESSON));
    return false;
}

void call_release(struct call *call)
{
    fields_release(&call->fields);
    answer_release(&call->answer);
    problem_clear(&call->problem);
    buffer_free(&call->page.text);
    rowcol_text_release(&call->page.lesson);
    verified_end(call->verified);
    if (call->release)
        call->release(call->state);
    free(call->state);
    call->state = NULL;
}
