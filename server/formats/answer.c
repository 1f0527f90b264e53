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

rowcol_matrix *answer_add_matrix(struct answer *answer, const char *name, rowcol_shape shape)
{
    struct answer_member *member = next_member(answer, name);

    if (!member || rowcol_matrix_create(&member->matrix, shape) != ROWCOL_OK)
        return NULL;
    answer->count++;
    return &member->matrix;
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

bool answer_is_matrix(const struct answer_member *member)
{
    return member->matrix.entries != NULL;
}

size_t answer_matrices(const struct answer *answer)
{
    size_t matrices = 0;

    for (size_t i = 0; i < answer->count; i++)
        matrices += answer_is_matrix(&answer->members[i]);
    return matrices;
}

size_t answer_entries(const struct answer *answer)
{
    size_t entries = 0;

    for (size_t i = 0; i < answer->count; i++) {
        rowcol_shape shape = answer->members[i].matrix.shape;

        entries += shape.rows * shape.columns;
    }
    return entries;
}

void answer_release(struct answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        rowcol_matrix_release(&answer->members[i].matrix);
        json_decref(answer->members[i].document);
        rowcol_text_release(&answer->members[i].json);
    }
    *answer = (struct answer){0};
}
