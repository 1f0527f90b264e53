#include "formats/rounding.h"

#include <inttypes.h>
#include <string.h>

#include "formats/operand.h"

/* The place of the member `round`; past the end where a route has none. */
static size_t find_round(const struct fields *fields)
{
    return fields_find(fields, "round", strlen("round"));
}

static bool is_wanted(const struct fields *fields)
{
    size_t index = find_round(fields);

    return index < fields->count && fields->values[index].truth;
}

static const char *way_out(const struct fields *fields)
{
    return find_round(fields) < fields->count
               ? "Add \"round\": true to the request to have such numbers rounded to the nearest "
                 "double, or send a.astype('<f8')."
               : "Send a.astype('<f8'), which rounds such numbers to the nearest double.";
}

static void refuse(const struct fields *fields, const struct operand *operand,
                   struct problem *problem)
{
    const struct rounded *rounded = &operand->value->rounded;
    size_t columns = operand->value->matrix.shape.columns;
    size_t row = (rounded->entry - 1) / columns + 1;
    size_t column = (rounded->entry - 1) % columns + 1;
    char words[OPERAND_WORDS];

    if (!problem_set(problem, PROBLEM_OUT_OF_RANGE,
                     "The entry in row %zu, column %zu of %s is %s%" PRIu64
                     ", which no double is equal to: they hold every whole number up to 2^53, and "
                     "only some beyond. %s",
                     row, column, operand_words(operand, words), rounded->negative ? "-" : "",
                     rounded->magnitude, way_out(fields)))
        return;
    operand_tell(operand, problem);
    problem_add_new(problem, "row", json_integer((json_int_t)row));
    problem_add_new(problem, "column", json_integer((json_int_t)column));
}

static void judge_field(struct fields *fields, size_t index, struct problem *problem)
{
    const struct field *field = &fields->list[index];
    struct field_value *value = &fields->values[index];

    if (value->rounded.entry > 0)
        refuse(fields, &(struct operand){.field = field, .value = value}, problem);
    for (size_t i = 0; i < value->count; i++) {
        const struct operand operand = operand_in_list(field, value, i);

        if (operand.value->rounded.entry > 0)
            refuse(fields, &operand, problem);
    }
}

/* Whether there is anything to judge: seldom, so that nobody else pays for more. */
static bool is_rounded(const struct field_value *value)
{
    bool rounded = value->rounded.entry > 0;

    for (size_t i = 0; i < value->count; i++)
        rounded = rounded || value->list[i].rounded.entry > 0;
    return rounded;
}

void rounding_judge(struct fields *fields, struct problem *problem)
{
    for (size_t i = 0; i < fields->count; i++)
        if (is_rounded(&fields->values[i]) && !is_wanted(fields))
            judge_field(fields, i, problem);
}
