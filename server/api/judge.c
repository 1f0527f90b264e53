/* Whether the numbers of an answer can be told: see call_judge. */
#include <float.h>
#include <math.h>

#include "api/call.h"

static bool is_finite(const struct field_value *value)
{
    for (size_t i = 0; i < value->count; i++)
        if (value->list[i].not_finite)
            return false;
    return !value->not_finite;
}

bool call_operands_are_finite(const struct call *call)
{
    for (size_t i = 0; i < call->fields.count; i++)
        if (!is_finite(&call->fields.values[i]))
            return false;
    return true;
}

/* Where an entry stands, in words and as members. */
static void add_place(struct call *call, const struct answer_member *member, size_t entry)
{
    size_t columns = member->matrix.shape.columns;
    size_t row = entry / columns + 1;
    size_t column = entry % columns + 1;

    if (member->form == ANSWER_SCALAR)
        return;
    if (member->form == ANSWER_MATRIX)
        problem_add_new(&call->problem, "row", json_integer((json_int_t)row));
    problem_add_new(&call->problem, "column", json_integer((json_int_t)column));
}

/* A matrix that is the only one needs no name. */
static const char *name_of(const struct call *call, const struct answer_member *member)
{
    return answer_only_matrix(&call->answer) == &member->matrix ? "the result" : member->name;
}

static void name_place(const struct call *call, const struct answer_member *member, size_t entry,
                       char words[96])
{
    size_t columns = member->matrix.shape.columns;

    if (member->form == ANSWER_SCALAR)
        snprintf(words, 96, "The %.60s", member->name);
    else if (member->form == ANSWER_LIST)
        snprintf(words, 96, "Number %zu of %.60s", entry + 1, member->name);
    else
        snprintf(words, 96, "The entry of %.40s in row %zu, column %zu,", name_of(call, member),
                 entry / columns + 1, entry % columns + 1);
}

static bool refuse_form(struct call *call, const struct answer_member *member, size_t entry,
                        double number)
{
    char words[96];

    name_place(call, member, entry, words);
    problem_set(
        &call->problem, PROBLEM_OUT_OF_RANGE,
        "%s is %s, since the operands hold such numbers, and %s has no way to write it. Ask "
        "for Accept: application/x-npy, which has.",
        words, isnan(number) ? "not a number (NaN)" : "infinite", call->writer->media_type);
    add_place(call, member, entry);
    return false;
}

bool call_refuse_overflow(struct call *call, const char *name, size_t row, size_t column)
{
    problem_set(&call->problem, PROBLEM_OVERFLOW,
                "The entry of %s in row %zu, column %zu, or a sum on the way to it, is larger than "
                "any number that a double can hold (about 1.8e308).",
                name, row, column);
    problem_add_new(&call->problem, "row", json_integer((json_int_t)row));
    problem_add_new(&call->problem, "column", json_integer((json_int_t)column));
    return false;
}

static bool refuse_single(struct call *call, const struct answer_member *member, size_t entry,
                          double number)
{
    char words[96];

    name_place(call, member, entry, words);
    problem_set(&call->problem, PROBLEM_OVERFLOW,
                "%s is %.3g, which is larger than any number that a float32 can hold (about "
                "3.4e38). Leave dtype out.",
                words, number);
    add_place(call, member, entry);
    return false;
}

static bool refuse_overflow(struct call *call, const struct answer_member *member, size_t entry)
{
    size_t columns = member->matrix.shape.columns;
    char words[96];

    if (member->form == ANSWER_MATRIX)
        return call_refuse_overflow(call, name_of(call, member), entry / columns + 1,
                                    entry % columns + 1);
    name_place(call, member, entry, words);
    problem_set(&call->problem, PROBLEM_OVERFLOW,
                "%s is larger than any number that a double can hold (about 1.8e308).", words);
    add_place(call, member, entry);
    return false;
}

static bool judge_number(struct call *call, const struct answer_member *member,
                         const rowcol_matrix *matrix, size_t entry)
{
    double number = matrix->entries[entry];

    if (isfinite(number))
        return refuse_single(call, member, entry, number);
    if (call_operands_are_finite(call))
        return refuse_overflow(call, member, entry);
    return call->writer->any_number || refuse_form(call, member, entry, number);
}

bool call_may_tell(struct call *call, const rowcol_matrix *matrix, size_t entry)
{
    const struct answer_member *member = call->answer.members;

    while (&member->matrix != matrix && &member->imaginary != matrix)
        member++;
    return judge_number(call, member, matrix, entry);
}

/* The first number that can't be told as it is wanted; `count` if there is none. */
static size_t first_beyond(const double *entries, size_t count, bool single)
{
    size_t i = 0;

    if (!single)
        return rowcol_first_not_finite(entries, count);
    while (i < count && isfinite((float)entries[i]))
        i++;
    return i;
}

static size_t entries_of(const rowcol_matrix *matrix)
{
    return matrix->shape.rows * matrix->shape.columns;
}

static bool is_tellable(const rowcol_matrix *matrix, bool single)
{
    size_t count = entries_of(matrix);

    return !matrix->entries || first_beyond(matrix->entries, count, single) == count;
}

bool call_is_tellable(const struct call *call)
{
    const bool single = call->answer.single;

    for (size_t i = 0; i < call->answer.count; i++) {
        const struct answer_member *member = &call->answer.members[i];

        if (!is_tellable(&member->matrix, single) || !is_tellable(&member->imaginary, single))
            return false;
    }
    return true;
}

static bool judge_matrix(struct call *call, const struct answer_member *member,
                         const rowcol_matrix *matrix)
{
    size_t count = entries_of(matrix);
    size_t entry = first_beyond(matrix->entries, count, call->answer.single);

    return entry == count || judge_number(call, member, matrix, entry);
}

bool call_judge(struct call *call)
{
    for (size_t i = 0; i < call->answer.count; i++) {
        const struct answer_member *member = &call->answer.members[i];

        if (answer_has_numbers(member) && !judge_matrix(call, member, &member->matrix))
            return false;
        if (member->imaginary.entries && !judge_matrix(call, member, &member->imaginary))
            return false;
    }
    return true;
}
