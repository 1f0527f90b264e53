/* Whether the BLAS computes right on this machine. Entries are whole numbers, so small that every
 * sum of their products is exact in a double: whatever the order and the kernel, the result must be
 * the one number, and nothing need be said about rounding. */
#include <rowcol/blas.h>

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rowcol/product.h>

/* Products of two entries stay below 2^42 and sums of DEEPEST of them below 2^51, which leaves room
 * for a half, as alpha may be, and for beta c. Single precision can't do that. */
#define ENTRY_BITS 21
#define DEEPEST 400
#define WIDEST 70

/* Room for each matrix of a trial, a multiple of the alignment; the result has one column more. */
#define SLOTS 7
#define SLOT ((size_t)WIDEST * DEEPEST)

/* One shape's operands as multiplied and as stored for transposition, and what comes of them. */
struct trial {
    rowcol_matrix a, a_transposed;
    rowcol_matrix b, b_transposed;
    rowcol_matrix c;
    rowcol_matrix sums; /* a b, by plain loops */
    rowcol_matrix result;
};

static const struct scaling {
    double alpha;
    bool add;
    double beta;
} scalings[] = {{1, false, 0}, {1, true, 1},  {-1, true, 0}, {0.5, true, -2},
                {0, true, 2},  {0, false, 0}, {-2, false, 0}};

#define SCALINGS (sizeof scalings / sizeof scalings[0])

/* xorshift64 (Marsaglia 2003). */
static double next_entry(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (double)((int64_t)(*random >> (63 - ENTRY_BITS)) - (INT64_C(1) << ENTRY_BITS));
}

static void fill(rowcol_matrix *matrix, uint64_t *random)
{
    for (size_t i = 0; i < matrix->shape.rows * matrix->shape.columns; i++)
        matrix->entries[i] = next_entry(random);
}

static void transpose(const rowcol_matrix *from, rowcol_matrix *to)
{
    for (size_t i = 0; i < from->shape.rows; i++)
        for (size_t j = 0; j < from->shape.columns; j++)
            to->entries[j * to->shape.columns + i] = from->entries[i * from->shape.columns + j];
}

static void multiply_plainly(const rowcol_matrix *a, const rowcol_matrix *b, rowcol_matrix *product)
{
    const size_t columns = b->shape.columns;

    for (size_t i = 0; i < a->shape.rows; i++) {
        double *row = product->entries + i * columns;

        for (size_t j = 0; j < columns; j++)
            row[j] = 0;
        for (size_t p = 0; p < a->shape.columns; p++) {
            const double factor = a->entries[i * a->shape.columns + p];

            for (size_t j = 0; j < columns; j++)
                row[j] += factor * b->entries[p * columns + j];
        }
    }
}

static rowcol_matrix in_slot(const rowcol_matrix *room, size_t slot, size_t rows, size_t columns)
{
    return (rowcol_matrix){
        .shape = {.rows = rows, .columns = columns},
        .entries = room->entries + slot * SLOT,
    };
}

static struct trial make_trial(const rowcol_matrix *room, size_t m, size_t k, size_t n,
                               uint64_t *random)
{
    struct trial trial = {
        .a = in_slot(room, 0, m, k),
        .a_transposed = in_slot(room, 1, k, m),
        .b = in_slot(room, 2, k, n),
        .b_transposed = in_slot(room, 3, n, k),
        .c = in_slot(room, 4, m, n),
        .sums = in_slot(room, 5, m, n),
        .result = in_slot(room, 6, m, n + 1),
    };

    fill(&trial.a, random);
    fill(&trial.b, random);
    fill(&trial.c, random);
    transpose(&trial.a, &trial.a_transposed);
    transpose(&trial.b, &trial.b_transposed);
    multiply_plainly(&trial.a, &trial.b, &trial.sums);
    return trial;
}

/* Compares with what is expected of a scaling; the column beyond must still be NaN. */
static bool result_is_right(const struct trial *trial, const struct scaling *scaling)
{
    const size_t rows = trial->sums.shape.rows;
    const size_t columns = trial->sums.shape.columns;

    for (size_t i = 0; i < rows; i++) {
        const double *result = trial->result.entries + i * trial->result.shape.columns;

        for (size_t j = 0; j < columns; j++) {
            double expected = scaling->alpha * trial->sums.entries[i * columns + j];

            if (scaling->add)
                expected += scaling->beta * trial->c.entries[i * columns + j];
            if (result[j] != expected)
                return false;
        }
        if (!isnan(result[columns]))
            return false;
    }
    return true;
}

static bool product_is_right(struct trial *trial, bool transpose_a, bool transpose_b,
                             const struct scaling *scaling)
{
    const rowcol_product product = {
        .a = transpose_a ? &trial->a_transposed : &trial->a,
        .b = transpose_b ? &trial->b_transposed : &trial->b,
        .c = scaling->add ? &trial->c : NULL,
        .transpose_a = transpose_a,
        .transpose_b = transpose_b,
        .alpha = scaling->alpha,
        .beta = scaling->beta,
    };
    const rowcol_shape whole = trial->sums.shape;
    rowcol_matrix *result = &trial->result;

    for (size_t i = 0; i < result->shape.rows * result->shape.columns; i++)
        result->entries[i] = NAN;
    rowcol_product_block(&product, (rowcol_block){.rows = whole.rows, .columns = whole.columns},
                         result->entries, result->shape.columns);
    return result_is_right(trial, scaling);
}

/* All four transposes of one shape, each with the next scaling. */
static bool shape_is_right(const rowcol_matrix *room, size_t m, size_t k, size_t n,
                           uint64_t *random, size_t *turn)
{
    struct trial trial = make_trial(room, m, k, n, random);

    for (unsigned transposes = 0; transposes < 4; transposes++) {
        const struct scaling *scaling = &scalings[(*turn)++ % SCALINGS];

        if (!product_is_right(&trial, transposes & 1, transposes & 2, scaling))
            return false;
    }
    return true;
}

/* Rows and columns step through every edge of a kernel's tiles, one row and one column among them;
 * depths below and above what fits a kernel's panel. OpenBLAS takes other kernels above a million
 * multiplications. */
static bool all_shapes_are_right(const rowcol_matrix *room)
{
    static const size_t depths[] = {1, 2, 5, 8, 16, 31, 64, 100};
    static const struct {
        size_t m, k, n;
    } deep[] = {{1, DEEPEST, WIDEST},
                {WIDEST, DEEPEST, 1},
                {1, DEEPEST, 1},
                {67, DEEPEST, 61},
                {64, 333, WIDEST}};
    uint64_t random = 0x9e3779b97f4a7c15;
    size_t turn = 0;

    for (size_t m = 1; m <= WIDEST; m += 3)
        if (!shape_is_right(room, m, depths[m % 8], WIDEST + 1 - m, &random, &turn))
            return false;
    for (size_t i = 0; i < sizeof deep / sizeof deep[0]; i++)
        if (!shape_is_right(room, deep[i].m, deep[i].k, deep[i].n, &random, &turn))
            return false;
    return true;
}

rowcol_status rowcol_blas_check(void)
{
    rowcol_matrix room = {0};
    rowcol_status status =
        rowcol_matrix_create(&room, (rowcol_shape){.rows = SLOTS, .columns = SLOT});

    if (status != ROWCOL_OK)
        return status;
    if (!all_shapes_are_right(&room))
        status = ROWCOL_WRONG_BLAS;
    rowcol_matrix_release(&room);
    return status;
}
