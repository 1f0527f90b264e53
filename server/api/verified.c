#include "api/verified.h"

#include <pthread.h>
#include <rowcol/verify.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/identity.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/metrics.h"

static atomic_size_t faults;

/* Columns whose sums are taken by whoever needs them first. */
struct width {
    pthread_mutex_t lock;
    bool prepared; /* guarded by lock */
};

struct verified {
    rowcol_verification verification;
    size_t width;
    size_t count;
    struct width widths[];
};

static size_t widths_of(const rowcol_product *product, size_t width)
{
    return (rowcol_product_right(product).columns - 1) / width + 1;
}

/* Two numbers for each column of the product, and for each row of op(B) in each width. */
size_t verified_room(const rowcol_product *product, size_t width)
{
    const rowcol_shape right = rowcol_product_right(product);

    return 2 * (right.columns + right.rows * widths_of(product, width)) * sizeof(double);
}

size_t verified_held(const struct verified *verified)
{
    return verified ? (verified->verification.weights.capacity +
                       verified->verification.images.capacity) *
                          sizeof(double)
                    : 0;
}

struct verified *verified_begin(const rowcol_product *product, size_t width)
{
    size_t count = widths_of(product, width);
    struct verified *verified = calloc(1, sizeof *verified + count * sizeof verified->widths[0]);

    if (!verified)
        return NULL;
    if (rowcol_verification_begin(&verified->verification, product, width, identity_number()) !=
        ROWCOL_OK) {
        free(verified);
        return NULL;
    }
    verified->width = width;
    verified->count = count;
    for (size_t i = 0; i < count; i++)
        pthread_mutex_init(&verified->widths[i].lock, NULL);
    return verified;
}

void verified_end(struct verified *verified)
{
    if (!verified)
        return;
    for (size_t i = 0; i < verified->count; i++)
        pthread_mutex_destroy(&verified->widths[i].lock);
    rowcol_verification_release(&verified->verification);
    free(verified);
}

static void prepare(struct verified *verified, size_t index)
{
    struct width *width = &verified->widths[index];

    pthread_mutex_lock(&width->lock);
    if (!width->prepared)
        rowcol_verification_prepare(&verified->verification, index);
    width->prepared = true;
    pthread_mutex_unlock(&width->lock);
}

static void tell(rowcol_block block, size_t row, bool mended)
{
    const struct log_field fields[] = {
        LOG_FIELD_OF_WHOLE("row", (long long)(block.row + row + 1)),
        LOG_FIELD_OF_WHOLE("column", (long long)(block.column + 1)),
        LOG_FIELD_OF_WHOLE("columns", (long long)block.columns),
    };

    log_line(LOG_ERROR,
             mended ? "a block of a product came out wrong, and was computed again without the BLAS"
                    : "a block of a product came out wrong twice, and is not sent",
             fields, sizeof fields / sizeof fields[0]);
}

bool verified_block(struct verified *verified, rowcol_block block, double *out, size_t leading)
{
    const rowcol_verification *verification = &verified->verification;
    size_t row = 0;
    bool mended;

    prepare(verified, block.column / verified->width);
    metrics_count(METRIC_BLOCKS_VERIFIED, 1);
    if (rowcol_verification_block(verification, block, out, leading, &row) != ROWCOL_FAULT)
        return true;
    atomic_fetch_add(&faults, 1);
    metrics_count(METRIC_BLOCKS_WRONG, 1);
    rowcol_product_block_plainly(verification->product, block, out, leading);
    mended = rowcol_verification_block(verification, block, out, leading, NULL) != ROWCOL_FAULT;
    tell(block, row, mended);
    return mended;
}

bool verified_is_doubtful(void)
{
    return atomic_load(&faults) >= LIMIT_BLOCKS_WRONG;
}
