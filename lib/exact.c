/* Elimination in whole numbers. Step k of Bareiss's elimination leaves minors of order k + 1 of the
 * matrix: each is a difference of products divided by the pivot before, and comes out even. Minors
 * are no larger than the product of the norms of their rows (Hadamard), so that it is known
 * beforehand whether 64 bits hold them all. */
#include "exact.h"

#include <math.h>
#include <stdlib.h>

#include "equilibrated.h"

/* Products of two minors. */
__extension__ typedef __int128 wide;

/* What Hadamard's bound must stay below, and entries of a right-hand side: 16 products of them fit
 * into 127 bits, and the bound's own rounding is covered. */
#define MINORS_BELOW 0x1p61
#define ENTRIES_BELOW 0x1p60

/* The matrix of whole numbers beside the identity. */
struct work {
    size_t order;
    int64_t rows[EXACT_ROWS][2 * EXACT_ROWS];
    bool odd; /* the number of exchanges */
};

/* The largest exponent such that x is 2^exponent times a whole number, which is then odd. */
static int trailing_exponent(double x)
{
    int exponent;
    const uint64_t digits = (uint64_t)ldexp(frexp(fabs(x), &exponent), 53);

    return exponent - 53 + __builtin_ctzll(digits);
}

/* The largest exponent that makes all of `count` entries whole; 0 if all are zeros. */
static int common_exponent(const double *entries, size_t count)
{
    int least = 0;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (entries[i] == 0)
            continue;
        const int exponent = trailing_exponent(entries[i]);

        least = any && least < exponent ? least : exponent;
        any = true;
    }
    return least;
}

/* The square of the norm of a row of whole numbers, its row of the identity included. */
static double squared_norm(const double *entries, size_t count, int exponent)
{
    double sum = 1;

    for (size_t i = 0; i < count; i++) {
        const double whole = scalbn(entries[i], -exponent);

        sum += whole * whole;
    }
    return sum;
}

/* Makes the rows whole, as far as the bound allows. */
static bool begin(const rowcol_matrix *a, struct exact *exact, struct work *work)
{
    const size_t n = a->shape.columns;
    double bound = 1; /* the square of Hadamard's */

    *work = (struct work){.order = n};
    for (size_t i = 0; i < n; i++) {
        const double *row = a->entries + i * n;

        exact->exponents[i] = common_exponent(row, n);
        bound *= squared_norm(row, n, exact->exponents[i]);
        if (!(bound < MINORS_BELOW * MINORS_BELOW))
            return false;
        for (size_t j = 0; j < n; j++) {
            work->rows[i][j] = (int64_t)scalbn(row[j], -exact->exponents[i]);
            work->rows[i][n + j] = i == j;
        }
    }
    exact->order = work->order = n;
    return true;
}

/* The row, from k on, with the smallest number other than 0 in column k, so that numbers grow late;
 * `order` if there is none. */
static size_t find_pivot(const struct work *work, size_t k)
{
    size_t best = work->order;

    for (size_t i = k; i < work->order; i++) {
        const int64_t size = llabs(work->rows[i][k]);

        if (size != 0 && (best == work->order || size < llabs(work->rows[best][k])))
            best = i;
    }
    return best;
}

static void exchange(struct work *work, size_t i, size_t k)
{
    for (size_t j = 0; j < 2 * work->order; j++) {
        const int64_t entry = work->rows[i][j];

        work->rows[i][j] = work->rows[k][j];
        work->rows[k][j] = entry;
    }
    work->odd ^= i != k;
}

/* Row i less so much of row k that its entry in column k vanishes. */
static void eliminate(struct work *work, size_t i, size_t k, int64_t before)
{
    const int64_t *from = work->rows[k];
    int64_t *row = work->rows[i];
    const wide pivot = from[k];
    const wide factor = row[k];

    for (size_t j = 0; j < 2 * work->order; j++)
        if (j != k)
            row[j] = (int64_t)((pivot * row[j] - factor * from[j]) / before);
    row[k] = 0;
}

/* At the end each row has the last pivot on the diagonal, and the rest of the left half is
 * zeros. */
static void take_adjugate(const struct work *work, struct exact *exact)
{
    const size_t n = work->order;
    const int sign = work->odd ? -1 : 1;

    exact->determinant = sign * work->rows[n - 1][n - 1];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            exact->adjugate[i][j] = sign * work->rows[i][n + j];
}

bool rowcol_exact(const rowcol_matrix *a, struct exact *exact)
{
    struct work work;
    int64_t before = 1;

    if (a->shape.rows != a->shape.columns || a->shape.rows > EXACT_ROWS || !begin(a, exact, &work))
        return false;
    exact->determinant = 0;
    for (size_t k = 0; k < work.order; k++) {
        const size_t best = find_pivot(&work, k);

        exact->pivot = k + 1;
        if (best == work.order)
            return true;
        exchange(&work, best, k);
        for (size_t i = 0; i < work.order; i++)
            if (i != k)
                eliminate(&work, i, k, before);
        before = work.rows[k][k];
    }
    exact->pivot = 0;
    take_adjugate(&work, exact);
    return true;
}

/* A quotient times a power of two; zero has no sign. */
static double quotient(wide numerator, int64_t denominator, int exponent)
{
    return numerator == 0 ? 0 : scalbn((double)numerator / (double)denominator, exponent);
}

void rowcol_exact_inverse(const struct exact *exact, rowcol_matrix *inverse)
{
    const size_t n = exact->order;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            inverse->entries[i * n + j] =
                quotient(exact->adjugate[i][j], exact->determinant, -exact->exponents[j]);
}

/* A column of D^-1 b as whole numbers times 2^*exponent. */
static bool whole_column(const struct exact *exact, const rowcol_matrix *b, size_t column,
                         int64_t whole[EXACT_ROWS], int *exponent)
{
    double scaled[EXACT_ROWS];

    for (size_t i = 0; i < exact->order; i++) {
        const double entry = b->entries[i * b->shape.columns + column];

        scaled[i] = scalbn(entry, -exact->exponents[i]);
        if (!isfinite(scaled[i]) || scalbn(scaled[i], exact->exponents[i]) != entry)
            return false;
    }
    *exponent = common_exponent(scaled, exact->order);
    for (size_t i = 0; i < exact->order; i++) {
        const double entry = scalbn(scaled[i], -*exponent);

        if (!(fabs(entry) < ENTRIES_BELOW))
            return false;
        whole[i] = (int64_t)entry;
    }
    return true;
}

/* One column of the solution by the adjugate; false where its numbers are too far apart. */
static bool solve_column(const struct exact *exact, const rowcol_matrix *b, size_t column,
                         rowcol_matrix *x)
{
    int64_t whole[EXACT_ROWS];
    int exponent;

    if (!whole_column(exact, b, column, whole, &exponent))
        return false;
    for (size_t i = 0; i < exact->order; i++) {
        wide sum = 0;

        for (size_t k = 0; k < exact->order; k++)
            sum += (wide)exact->adjugate[i][k] * whole[k];
        x->entries[i * x->shape.columns + column] = quotient(sum, exact->determinant, exponent);
    }
    return true;
}

/* A row of the adjugate times a column, for numbers that are too far apart: products and sums carry
 * their rounding errors along. Ogita, Rump and Oishi, Accurate Sum and Dot Product, SIAM J. Sci.
 * Comput. 26, 2005. */
static double accurate_product(const int64_t *row, const double *column, size_t count)
{
    double sum = 0;
    double errors = 0;

    for (size_t k = 0; k < count; k++) {
        const double first = (double)row[k];
        const double rest = (double)(row[k] - (int64_t)first);
        const double product = first * column[k];
        const double next = sum + product;
        const double part = next - sum;

        errors += (sum - (next - part)) + (product - part);
        errors += fma(first, column[k], -product) + rest * column[k];
        sum = next;
    }
    return sum + errors;
}

/* D^-1 b up to a power of two, which brings the largest entry to 1; returns its exponent. */
static int scaled_column(const struct exact *exact, const rowcol_matrix *b, size_t column,
                         double scaled[EXACT_ROWS])
{
    const size_t k = b->shape.columns;
    int most = NO_EXPONENT;

    for (size_t i = 0; i < exact->order; i++) {
        const int exponent =
            rowcol_exponent(b->entries[i * k + column], NO_EXPONENT) - exact->exponents[i];

        most = most > exponent ? most : exponent;
    }
    for (size_t i = 0; i < exact->order; i++)
        scaled[i] = rowcol_scaled(b->entries[i * k + column], -exact->exponents[i] - most);
    return most;
}

static void approximate_column(const struct exact *exact, const rowcol_matrix *b, size_t column,
                               rowcol_matrix *x)
{
    double scaled[EXACT_ROWS];
    const int exponent = scaled_column(exact, b, column, scaled);

    for (size_t i = 0; i < exact->order; i++)
        x->entries[i * x->shape.columns + column] =
            rowcol_scaled(accurate_product(exact->adjugate[i], scaled, exact->order) /
                              (double)exact->determinant,
                          exponent);
}

bool rowcol_exact_solution(const struct exact *exact, const rowcol_matrix *b, rowcol_matrix *x)
{
    bool all = true;

    for (size_t column = 0; column < b->shape.columns; column++)
        if (!solve_column(exact, b, column, x)) {
            approximate_column(exact, b, column, x);
            all = false;
        }
    return all;
}
