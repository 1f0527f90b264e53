/* Which mistake explains a wrong product.
 *
 * Mistakes are of two sorts. A method gone wrong (b a, columns for rows) predicts every entry,
 * right or wrong; a sign or a slip explains one entry and says nothing of the others. So
 *
 *   where several entries are wrong, it is a method that predicts the whole answer; then signs, if
 *   they explain every wrong entry; then a method that predicts every wrong entry, used in those
 *   places only; then slips, if they explain every wrong entry and no fewer are right; then a
 *   method that predicts nearly every one of many;
 *
 *   where one is wrong, its learner knows the method, most likely, and what a method predicts may
 *   be chance: it is off by one; then a sign, if there is a minus; then a method that predicts the
 *   whole answer; then any other slip; then a method that predicts this one entry.
 *
 * A product taken away without any minus about comes last. Of several methods the first in the
 * table of practice_method.c is told. What explains nothing is not named. */
#include <rowcol/practice.h>

#include "practice_attempt.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const char *const names[] = {
#define MISTAKE_NAME(name, word) [ROWCOL_MISTAKE_##name] = (word),
    ROWCOL_MISTAKES(MISTAKE_NAME)
#undef MISTAKE_NAME
};

const char *rowcol_mistake_name(rowcol_mistake mistake)
{
    return (size_t)mistake < COUNT(names) ? names[mistake] : "unknown";
}

/* Of two matrices of the same shape, how many entries differ. */
static size_t count_wrong(const rowcol_matrix *product, const rowcol_matrix *answer)
{
    size_t wrong = 0;

    for (size_t i = 0; i < product->shape.rows * product->shape.columns; i++)
        wrong += product->entries[i] != answer->entries[i];
    return wrong;
}

bool rowcol_product_is_right(const rowcol_exercise *exercise, const rowcol_matrix *answer)
{
    return same_shape(exercise->product.shape, answer->shape) &&
           count_wrong(&exercise->product, answer) == 0;
}

typedef bool explanation(struct attempt *attempt);

static explanation *const of_one[] = {off_by_one, sign_lost,       method_of_all,
                                      slips,      method_of_wrong, taken_away};

static explanation *const of_several[] = {method_of_all,        sign_lost,
                                          method_of_wrong,      few_slips,
                                          method_of_nearly_all, taken_away};

static void try_in_turn(explanation *const *explanations, size_t count, struct attempt *attempt)
{
    for (size_t i = 0; i < count && !explanations[i](attempt); i++)
        continue;
}

rowcol_status rowcol_mistake_in_product(const rowcol_exercise *exercise,
                                        const rowcol_matrix *answer, rowcol_mistake *mistake,
                                        rowcol_text *detail)
{
    struct attempt attempt = {.exercise = exercise,
                              .answer = answer,
                              .mistake = ROWCOL_MISTAKE_NONE,
                              .detail = detail};

    *mistake = ROWCOL_MISTAKE_NONE;
    if (!exercise->product.entries)
        return ROWCOL_BAD_VALUE;
    if (!same_shape(exercise->product.shape, answer->shape))
        wrong_shape(&attempt);
    else
        attempt.wrong = count_wrong(&exercise->product, answer);
    if (attempt.wrong == 1)
        try_in_turn(of_one, COUNT(of_one), &attempt);
    else if (attempt.wrong > 1)
        try_in_turn(of_several, COUNT(of_several), &attempt);
    *mistake = attempt.mistake;
    return detail->status;
}
