/* Verification of products: see verify.h. Nothing here calls BLAS, which is what is not trusted. */
#include <rowcol/verify.h>

#include <float.h>
#include <math.h>
#include <string.h>

#include "sums.h"

/* Rows whose sums are taken together. */
#define STRIP 64

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A part of op(matrix): `rows` x `columns`, from `row` and `column` on. */
struct part {
    const rowcol_matrix *matrix;
    bool transposed;
    rowcol_block block;
};

/* The product of a part and a vector, and of their sizes. */
static void apply(struct part part, struct vector x, double *values, double *sizes)
{
    const struct summing *summing = rowcol_summing();
    const rowcol_block block = part.block;
    const size_t leading = part.matrix->shape.columns;
    const double *entries = part.matrix->entries;

    if (!part.transposed) {
        for (size_t i = 0; i < block.rows; i++) {
            struct sum sum =
                summing->dot(entries + (block.row + i) * leading + block.column, x, block.columns);

            values[i] = sum.value;
            sizes[i] = sum.size;
        }
        return;
    }
    memset(values, 0, block.rows * sizeof *values);
    memset(sizes, 0, block.rows * sizeof *sizes);
    for (size_t i = 0; i < block.columns; i++)
        summing->add_multiple(entries + (block.column + i) * leading + block.row,
                              (struct sum){x.values[i], x.sizes[i]}, block.rows, values, sizes);
}

/* --- What is known of the operands ------------------------------------------------------------ */

/* Steele, Lea and Flood 2014 (SplitMix64). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static double *weights_of(const rowcol_verification *verification, size_t row)
{
    return verification->weights.entries + row * verification->columns;
}

static double *image_of(const rowcol_verification *verification, size_t row)
{
    return verification->images.entries + row * verification->inner;
}

static void choose_weights(rowcol_verification *verification, uint64_t seed)
{
    double *values = weights_of(verification, 0);
    double *sizes = weights_of(verification, 1);

    for (size_t i = 0; i < verification->columns; i++) {
        uint64_t bits = next_random(&seed);

        sizes[i] = 1 + (double)(bits >> 12) * 0x1p-52;
        values[i] = bits & 1 ? -sizes[i] : sizes[i];
    }
}

size_t rowcol_verification_widths(const rowcol_verification *verification)
{
    return (verification->columns - 1) / verification->width + 1;
}

rowcol_status rowcol_verification_begin(rowcol_verification *verification,
                                        const rowcol_product *product, size_t width, uint64_t seed)
{
    const rowcol_shape right = rowcol_product_right(product);
    rowcol_verification begun = {.product = product,
                                 .width = smaller(width, right.columns),
                                 .inner = right.rows,
                                 .columns = right.columns};
    rowcol_status status;

    if (width == 0)
        return ROWCOL_EMPTY;
    /* A sum of n products is off by less than n u of its size: in the entry itself, of which there
     * is one more for alpha and for beta, in both sums of P x and of op(B) x, in that of op(A), and
     * in the few operations that join them. Sizes are sums themselves, hence the last factor. */
    begun.unit = (2 * (double)begun.inner + 2 * (double)begun.width + 64) * 0x1p-53 * 1.01;
    status = rowcol_matrix_create(&begun.weights, (rowcol_shape){2, begun.columns});
    if (status != ROWCOL_OK)
        return status;
    status =
        rowcol_matrix_create(&begun.images,
                             (rowcol_shape){2 * rowcol_verification_widths(&begun), begun.inner});
    if (status != ROWCOL_OK) {
        rowcol_matrix_release(&begun.weights);
        return status;
    }
    choose_weights(&begun, seed);
    *verification = begun;
    return ROWCOL_OK;
}

void rowcol_verification_release(rowcol_verification *verification)
{
    rowcol_matrix_release(&verification->weights);
    rowcol_matrix_release(&verification->images);
    *verification = (rowcol_verification){0};
}

static struct vector weights_from(const rowcol_verification *verification, size_t column)
{
    return (struct vector){weights_of(verification, 0) + column,
                           weights_of(verification, 1) + column};
}

/* What underflows is lost to a relative bound: this makes up for it, also where a BLAS multiplies
 * by a small alpha first. */
static double least_size(double alpha)
{
    return fabs(alpha) < 1 && alpha != 0 ? DBL_MIN / fabs(alpha) : DBL_MIN;
}

void rowcol_verification_prepare(rowcol_verification *verification, size_t index)
{
    const rowcol_product *product = verification->product;
    const size_t column = index * verification->width;
    const struct part part = {
        .matrix = product->b,
        .transposed = product->transpose_b,
        .block = {.column = column,
                  .rows = verification->inner,
                  .columns = smaller(verification->width, verification->columns - column)},
    };
    double *sizes = image_of(verification, 2 * index + 1);

    apply(part, weights_from(verification, column), image_of(verification, 2 * index), sizes);
    for (size_t i = 0; i < verification->inner; i++)
        sizes[i] += least_size(product->alpha);
}

/* --- Blocks ----------------------------------------------------------------------------------- */

/* What rows of the result times x should be, but for beta C x. */
struct strip {
    size_t row;
    size_t rows;
    double values[STRIP];
    double sizes[STRIP];
};

static void take_strip(const rowcol_verification *verification, size_t index, struct strip *strip)
{
    const rowcol_product *product = verification->product;
    const struct vector image = {image_of(verification, 2 * index),
                                 image_of(verification, 2 * index + 1)};
    const struct part part = {
        .matrix = product->a,
        .transposed = product->transpose_a,
        .block = {.row = strip->row, .rows = strip->rows, .columns = verification->inner},
    };

    memset(strip->values, 0, sizeof strip->values);
    memset(strip->sizes, 0, sizeof strip->sizes);
    if (product->alpha != 0) /* else A and B are not looked at */
        apply(part, image, strip->values, strip->sizes);
}

/* What row i of a strip, within the columns of an index, should come to. */
static struct sum wanted(const rowcol_verification *verification, size_t index,
                         const struct strip *strip, size_t i)
{
    const rowcol_product *product = verification->product;
    const size_t column = index * verification->width;
    const double lost = 2 * (double)verification->width * DBL_MIN; /* by underflow, again */
    struct sum sum = {product->alpha * strip->values[i],
                      fabs(product->alpha) * (strip->sizes[i] + lost) + lost};

    if (product->c) {
        struct sum added =
            rowcol_summing()->dot(product->c->entries + (strip->row + i) * verification->columns +
                                      column,
                                  weights_from(verification, column),
                                  smaller(verification->width, verification->columns - column));

        sum.value += product->beta * added.value;
        sum.size += fabs(product->beta) * (added.size + lost);
    }
    return sum;
}

static rowcol_verdict judge(const rowcol_verification *verification, struct sum should, double is)
{
    double bound = verification->unit * should.size;

    if (!isfinite(should.size))
        return ROWCOL_UNJUDGED;
    return fabs(is - should.value) <= bound ? ROWCOL_VERIFIED : ROWCOL_FAULT;
}

rowcol_verdict rowcol_verification_block(const rowcol_verification *verification,
                                         rowcol_block block, const double *out, size_t leading,
                                         size_t *row)
{
    const size_t index = block.column / verification->width;
    const struct vector x = weights_from(verification, block.column);
    rowcol_verdict verdict = ROWCOL_VERIFIED;

    for (size_t first = 0; first < block.rows; first += STRIP) {
        struct strip strip = {.row = block.row + first, .rows = smaller(STRIP, block.rows - first)};

        take_strip(verification, index, &strip);
        for (size_t i = 0; i < strip.rows; i++) {
            double is = rowcol_summing()->dot(out + (first + i) * leading, x, block.columns).value;
            rowcol_verdict here = judge(verification, wanted(verification, index, &strip, i), is);

            if (here == ROWCOL_FAULT) {
                if (row)
                    *row = first + i;
                return here;
            }
            if (here == ROWCOL_UNJUDGED)
                verdict = here;
        }
    }
    return verdict;
}

double rowcol_verification_bound(const rowcol_verification *verification, size_t row, size_t index)
{
    struct strip strip = {.row = row, .rows = 1};
    double size;

    take_strip(verification, index, &strip);
    size = wanted(verification, index, &strip, 0).size;
    /* Once for what rounding may hide of the fault, once for what it may add to the sums. */
    return isfinite(size) ? 2 * verification->unit * size : INFINITY;
}

/* --- Without BLAS ----------------------------------------------------------------------------- */

static double entry_of(const rowcol_matrix *matrix, bool transposed, size_t row, size_t column)
{
    size_t at =
        transposed ? column * matrix->shape.columns + row : row * matrix->shape.columns + column;

    return matrix->entries[at];
}

/* Row by row of op(B), or, where its columns lie together, column by column. */
static void add_products(const rowcol_product *product, size_t row, rowcol_block block, double *out)
{
    const size_t inner = rowcol_product_left(product).columns;
    const size_t leading = product->b->shape.columns;
    const double *b = product->b->entries;

    if (!product->transpose_b) {
        for (size_t i = 0; i < inner; i++) {
            double factor = entry_of(product->a, product->transpose_a, row, i);

            for (size_t j = 0; j < block.columns; j++)
                out[j] += factor * b[i * leading + block.column + j];
        }
        return;
    }
    for (size_t j = 0; j < block.columns; j++) {
        for (size_t i = 0; i < inner; i++)
            out[j] += entry_of(product->a, product->transpose_a, row, i) *
                      b[(block.column + j) * leading + i];
    }
}

void rowcol_product_block_plainly(const rowcol_product *product, rowcol_block block, double *out,
                                  size_t leading)
{
    for (size_t i = 0; i < block.rows; i++) {
        double *row = out + i * leading;

        memset(row, 0, block.columns * sizeof *row);
        if (product->alpha != 0)
            add_products(product, block.row + i, block, row);
        for (size_t j = 0; j < block.columns; j++) {
            row[j] *= product->alpha;
            if (product->c)
                row[j] +=
                    product->beta * entry_of(product->c, false, block.row + i, block.column + j);
        }
    }
}
