#include "formats/answer.h"

/* The next free member, named; NULL if there is none. */
static struct answer_member *next_member(struct answer *answer, const char *name)
{
    struct answer_member *member;

    if (answer->count == ANSWER_MEMBERS)
        return NULL;
    member = &answer->members[answer->count];
    *member = (struct answer_member){.name = name};
    return member;
}

bool answer_add_new(struct answer *answer, const char *name, json_t *document)
{
    struct answer_member *member = document ? next_member(answer, name) : NULL;

    if (!member) {
        json_decref(document);
        return false;
    }
    member->document = document;
    answer->count++;
    return true;
}

struct answer_member *answer_add_numbers(struct answer *answer, const char *name,
                                         enum answer_form form, rowcol_shape shape)
{
    struct answer_member *member = next_member(answer, name);

    if (!member || rowcol_matrix_create(&member->matrix, shape) != ROWCOL_OK)
        return NULL;
    member->form = form;
    answer->count++;
    return member;
}

rowcol_matrix *answer_add_matrix(struct answer *answer, const char *name, rowcol_shape shape)
{
    struct answer_member *member = answer_add_numbers(answer, name, ANSWER_MATRIX, shape);

    return member ? &member->matrix : NULL;
}

bool answer_add_scalar(struct answer *answer, const char *name, double number)
{
    struct answer_member *member =
        answer_add_numbers(answer, name, ANSWER_SCALAR, (rowcol_shape){1, 1});

    if (member)
        member->matrix.entries[0] = number;
    return member != NULL;
}

bool answer_make_complex(struct answer_member *member)
{
    return rowcol_matrix_create(&member->imaginary, member->matrix.shape) == ROWCOL_OK;
}

rowcol_text *answer_add_json(struct answer *answer, const char *name, size_t most)
{
    struct answer_member *member = next_member(answer, name);

    if (!member)
        return NULL;
    rowcol_text_begin(&member->json, ROWCOL_PLAIN, most);
    answer->count++;
    return &member->json;
}

bool answer_has_numbers(const struct answer_member *member)
{
    return member->form != ANSWER_VALUE;
}

static bool is_complex(const struct answer_member *member)
{
    return member->imaginary.entries != NULL;
}

const rowcol_matrix *answer_only_matrix(const struct answer *answer)
{
    const rowcol_matrix *only = NULL;

    for (size_t i = 0; i < answer->count; i++) {
        const struct answer_member *member = &answer->members[i];

        if (member->form != ANSWER_MATRIX)
            continue;
        if (only || is_complex(member))
            return NULL;
        only = &member->matrix;
    }
    return only;
}

const struct answer_member *answer_only_array(const struct answer *answer)
{
    const struct answer_member *first = &answer->members[0];

    if (answer->count == 0 || !answer_has_numbers(first))
        return NULL;
    if (answer->count == 1)
        return first;
    if (first->form != ANSWER_MATRIX)
        return NULL;
    for (size_t i = 1; i < answer->count; i++)
        if (answer->members[i].form == ANSWER_MATRIX)
            return NULL;
    return first;
}

size_t answer_entries(const struct answer *answer)
{
    size_t entries = 0;

    for (size_t i = 0; i < answer->count; i++) {
        const struct answer_member *member = &answer->members[i];
        rowcol_shape shape = member->matrix.shape;

        entries += shape.rows * shape.columns * (is_complex(member) ? 2 : 1);
    }
    return entries;
}

void answer_release(struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        rowcol_matrix_release(&answer->members[i].matrix);
        rowcol_matrix_release(&answer->members[i].imaginary);
        json_decref(answer->members[i].document);
        rowcol_text_release(&answer->members[i].json);
    }
    *answer = (struct answer){0};
}
