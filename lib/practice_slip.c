/* Mistakes in one entry, made with the right row and the right column: a sign, or a slip of
 * arithmetic. Each way to go wrong says what would have come out. */
#include <math.h>

#include <rowcol/notation.h>

#include "practice_attempt.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A wrong entry: its pairs, what is right and what was given. */
struct entry {
    size_t row, column;
    struct pairs pairs;
    double right;
    double given;
};

/* A way to go wrong: whether it gives what was given, at which of the pairs, and how it is told. */
struct way {
    bool (*gives)(const struct entry *entry, size_t *at);
    void (*tell)(rowcol_text *text, const struct entry *entry, size_t at);
};

/* The sum with another product in one place. */
static double sum_with(const struct entry *entry, size_t at, double product)
{
    double sum = 0;

    for (size_t i = 0; i < entry->pairs.count; i++)
        sum += i == at ? product : product_of(&entry->pairs, i);
    return sum;
}

/* Whether the first pair of which another product gives what was given can be found. */
static bool find_pair(const struct entry *entry, double (*product)(double left, double right),
                      size_t *at)
{
    for (size_t i = 0; i < entry->pairs.count; i++) {
        double other = product(left_of(&entry->pairs, i), right_of(&entry->pairs, i));

        if (sum_with(entry, i, other) != entry->given)
            continue;
        *at = i;
        return true;
    }
    return false;
}

static void tell_pair(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_times(text, left_of(&entry->pairs, at), right_of(&entry->pairs, at));
}

static void tell_product(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_number(text, product_of(&entry->pairs, at));
}

static void tell_given(rowcol_text *text, const struct entry *entry)
{
    rowcol_text_number(text, entry->given);
}

/* --- Signs ------------------------------------------------------------------------------------ */

/* Not a number where there is no minus to be lost: equal to nothing. */
static double turned(double left, double right)
{
    return left < 0 || right < 0 ? -(left * right) : NAN;
}

static bool one_turned(const struct entry *entry, size_t *at)
{
    return find_pair(entry, turned, at);
}

static bool both_are_negative(const struct entry *entry, size_t at)
{
    return left_of(&entry->pairs, at) < 0 && right_of(&entry->pairs, at) < 0;
}

static void tell_turned(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text, "Look at the sign of ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, ": it is ");
    tell_product(text, entry, at);
    rowcol_text_add_string(text, ", not ");
    rowcol_text_number(text, -product_of(&entry->pairs, at));
    rowcol_text_add_string(text, both_are_negative(entry, at) ? "; minus times minus is plus"
                                                              : "; plus times minus is minus");
}

static bool all_turned(const struct entry *entry, size_t *at)
{
    *at = 0;
    return entry->right != 0 && entry->given == -entry->right;
}

static void tell_all_turned(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)at;
    rowcol_text_add_string(text, "Only the sign of the entry is wrong: it is ");
    rowcol_text_number(text, entry->right);
    rowcol_text_add_string(text, ", not ");
    tell_given(text, entry);
}

/* The sum when minus signs on either side are passed over. */
static double sum_without(const struct entry *entry, bool left, bool right)
{
    double sum = 0;

    for (size_t i = 0; i < entry->pairs.count; i++) {
        double first = left_of(&entry->pairs, i);
        double second = right_of(&entry->pairs, i);

        sum += (left ? fabs(first) : first) * (right ? fabs(second) : second);
    }
    return sum;
}

static bool all_lost(const struct entry *entry, size_t *at)
{
    *at = 0;
    return sum_without(entry, true, true) == entry->given;
}

static void tell_all_lost(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)entry;
    (void)at;
    rowcol_text_add_string(text, "It looks as if you passed over the minus signs");
}

static bool left_lost(const struct entry *entry, size_t *at)
{
    *at = 0;
    return sum_without(entry, true, false) == entry->given;
}

static void tell_left_lost(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)entry;
    (void)at;
    rowcol_text_add_string(text,
                           "It looks as if you passed over the minus signs of the first matrix");
}

static bool right_lost(const struct entry *entry, size_t *at)
{
    *at = 0;
    return sum_without(entry, false, true) == entry->given;
}

static void tell_right_lost(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)entry;
    (void)at;
    rowcol_text_add_string(text,
                           "It looks as if you passed over the minus signs of the second matrix");
}

static bool double_lost(const struct entry *entry, size_t *at)
{
    double sum = 0;

    for (size_t i = entry->pairs.count; i-- > 0;) {
        double product = product_of(&entry->pairs, i);

        if (both_are_negative(entry, i))
            *at = i;
        sum += both_are_negative(entry, i) ? -product : product;
    }
    return sum == entry->given;
}

static const struct way signs[] = {
    {one_turned, tell_turned},   {all_turned, tell_all_turned}, {all_lost, tell_all_lost},
    {left_lost, tell_left_lost}, {right_lost, tell_right_lost}, {double_lost, tell_turned},
};

static double negated(double left, double right)
{
    return -(left * right);
}

static bool one_taken_away(const struct entry *entry, size_t *at)
{
    return find_pair(entry, negated, at);
}

static void tell_taken_away(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text, "Look at the sign before ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, ": it looks as if you took it away, but products are added up");
}

static const struct way bare_signs[] = {{one_taken_away, tell_taken_away}};

/* --- Slips ------------------------------------------------------------------------------------ */

static void tell_off(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)at;
    rowcol_text_add_string(text, "You are off by ");
    rowcol_text_number(text, fabs(entry->given - entry->right));
    rowcol_text_add_string(text, ": it is ");
    rowcol_text_number(text, entry->right);
    rowcol_text_add_string(text, ", not ");
    tell_given(text, entry);
}

static bool by_one(const struct entry *entry, size_t *at)
{
    *at = 0;
    return fabs(entry->given - entry->right) <= 1;
}

/* A little, or a carry forgotten. */
static bool by_little(const struct entry *entry, size_t *at)
{
    const double off = fabs(entry->given - entry->right);

    *at = 0;
    return off <= 3 || off == 10 || off == 100;
}

static double added(double left, double right)
{
    return left + right;
}

static bool one_added(const struct entry *entry, size_t *at)
{
    return find_pair(entry, added, at);
}

static void tell_added(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text,
                           "It looks as if you added two numbers that are to be multiplied: ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, " is ");
    tell_product(text, entry, at);
}

static double nothing(double left, double right)
{
    (void)left;
    (void)right;
    return 0;
}

static bool one_left_out(const struct entry *entry, size_t *at)
{
    return entry->pairs.count > 1 && find_pair(entry, nothing, at);
}

static void tell_left_out(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text, "It looks as if you left out ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, ", which is ");
    tell_product(text, entry, at);
}

static double twice(double left, double right)
{
    return 2 * (left * right);
}

static bool one_twice(const struct entry *entry, size_t *at)
{
    return find_pair(entry, twice, at);
}

static void tell_twice(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text, "It looks as if you counted ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, " twice");
}

/* The multiplication table, one line or one column further. */
static bool by_neighbour(const struct entry *entry, size_t *at)
{
    const double off = fabs(entry->given - entry->right);

    for (size_t i = 0; i < entry->pairs.count; i++) {
        if (off != fabs(left_of(&entry->pairs, i)) && off != fabs(right_of(&entry->pairs, i)))
            continue;
        *at = i;
        return true;
    }
    return false;
}

static void tell_neighbour(rowcol_text *text, const struct entry *entry, size_t at)
{
    rowcol_text_add_string(text, "It looks as if you took ");
    tell_pair(text, entry, at);
    rowcol_text_add_string(text, " for ");
    rowcol_text_number(text, product_of(&entry->pairs, at) + (entry->given - entry->right));
    rowcol_text_add_string(text, ": it is ");
    tell_product(text, entry, at);
}

/* Two digits side by side exchanged: 13 for 31. */
static bool by_digits(const struct entry *entry, size_t *at)
{
    const double right = fabs(entry->right);

    *at = 0;
    if (right >= 1e15 || right != floor(right) || (entry->given < 0) != (entry->right < 0))
        return false;
    for (double place = 1; place * 10 <= right; place *= 10) {
        double low = fmod(floor(right / place), 10);
        double high = fmod(floor(right / place / 10), 10);

        if (low != high && right + (low - high) * 9 * place == fabs(entry->given))
            return true;
    }
    return false;
}

static void tell_digits(rowcol_text *text, const struct entry *entry, size_t at)
{
    (void)at;
    rowcol_text_add_string(text, "It looks as if two digits are exchanged: it is ");
    rowcol_text_number(text, entry->right);
    rowcol_text_add_string(text, ", not ");
    tell_given(text, entry);
}

static const struct way ones[] = {{by_one, tell_off}};

static const struct way all_slips[] = {
    {by_one, tell_off},      {one_added, tell_added},  {one_left_out, tell_left_out},
    {one_twice, tell_twice}, {by_digits, tell_digits}, {by_neighbour, tell_neighbour},
    {by_little, tell_off},
};

/* --- The whole answer ------------------------------------------------------------------------- */

static struct entry entry_at(const struct attempt *attempt, size_t row, size_t column)
{
    const rowcol_exercise *exercise = attempt->exercise;

    return (struct entry){row, column, row_with_column(&exercise->a, row, &exercise->b, column),
                          entry_of(&exercise->product, row, column),
                          entry_of(attempt->answer, row, column)};
}

/* The first of the ways that gives what was given; NULL if none does. */
static const struct way *find_way(const struct way *ways, size_t count, const struct entry *entry,
                                  size_t *at)
{
    for (size_t i = 0; i < count; i++)
        if (ways[i].gives(entry, at))
            return &ways[i];
    return NULL;
}

static void tell(struct attempt *attempt, const struct way *way, const struct entry *entry,
                 size_t at)
{
    rowcol_text_add_string(attempt->detail, "In ");
    tell_place(attempt->detail, entry->row, entry->column);
    rowcol_text_add_string(attempt->detail, ": ");
    way->tell(attempt->detail, entry, at);
    tell_working(attempt->detail, attempt->exercise, entry->row, entry->column);
}

/* Tells the first wrong entry, if each of them has its way. */
static bool explain(struct attempt *attempt, rowcol_mistake mistake, const struct way *ways,
                    size_t count)
{
    const rowcol_shape shape = attempt->answer->shape;
    struct {
        const struct way *way;
        struct entry entry;
        size_t at;
    } first = {0};

    for (size_t i = 0; i < shape.rows * shape.columns; i++) {
        struct entry entry = entry_at(attempt, i / shape.columns, i % shape.columns);
        const struct way *way;
        size_t at = 0;

        if (entry.given == entry.right)
            continue;
        way = find_way(ways, count, &entry, &at);
        if (!way)
            return false;
        if (!first.way) {
            first.way = way;
            first.entry = entry;
            first.at = at;
        }
    }
    if (!first.way)
        return false;
    attempt->mistake = mistake;
    tell(attempt, first.way, &first.entry, first.at);
    return true;
}

bool sign_lost(struct attempt *attempt)
{
    return explain(attempt, ROWCOL_MISTAKE_SIGN, signs, COUNT(signs));
}

bool taken_away(struct attempt *attempt)
{
    return explain(attempt, ROWCOL_MISTAKE_SIGN, bare_signs, COUNT(bare_signs));
}

bool off_by_one(struct attempt *attempt)
{
    return explain(attempt, ROWCOL_MISTAKE_ARITHMETIC_SLIP, ones, COUNT(ones));
}

bool slips(struct attempt *attempt)
{
    return explain(attempt, ROWCOL_MISTAKE_ARITHMETIC_SLIP, all_slips, COUNT(all_slips));
}

bool few_slips(struct attempt *attempt)
{
    const rowcol_shape shape = attempt->answer->shape;

    return 2 * attempt->wrong <= shape.rows * shape.columns && slips(attempt);
}
