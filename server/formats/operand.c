#include "formats/operand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

bool operand_find(struct fields *fields, size_t index, struct operand *operand)
{
    const struct field *field = &fields->list[index];
    struct field_value *value = &fields->values[index];

    *operand = (struct operand){.field = field, .value = value};
    value->given = true;
    if (field->kind != FIELD_MATRICES)
        return true;
    if (!value->list)
        value->list = calloc(LIMIT_MATRICES + 1, sizeof *value->list);
    if (!value->list)
        return false;
    value->count += value->count <= LIMIT_MATRICES;
    operand->at = value->count;
    operand->value = &value->list[value->count - 1];
    operand->value->given = true;
    return true;
}

struct operand operand_in_list(const struct field *field, const struct field_value *value,
                               size_t index)
{
    return (struct operand){field, &value->list[index], index + 1};
}

void operand_begin(const struct operand *operand, struct spot spot, struct problem *problem)
{
    struct place place;

    operand->value->spot = spot;
    if (operand->at <= LIMIT_MATRICES)
        return;
    place = operand_place(operand);
    meaning_fault(problem, PROBLEM_BAD_VALUE, &place,
                  "%s is a list of at most %d matrices, and here another one begins.",
                  operand->field->name, LIMIT_MATRICES);
}

struct place operand_place(const struct operand *operand)
{
    struct place place = field_place(operand->field, operand->value);

    size_t length = strlen(place.pointer);

    if (operand->at > 0)
        snprintf(place.pointer + length, sizeof place.pointer - length, "/%zu", operand->at - 1);
    return place;
}

const char *operand_words(const struct operand *operand, char words[OPERAND_WORDS])
{
    if (operand->at == 0)
        return operand->field->name;
    snprintf(words, OPERAND_WORDS, "matrix %zu", operand->at);
    return words;
}

void operand_tell(const struct operand *operand, struct problem *problem)
{
    problem_add_new(problem, "operand", json_string(operand->field->name));
    if (operand->at > 0)
        problem_add_new(problem, "at", json_integer((json_int_t)operand->at));
}
