/* Matrices: aligned entries on top of an allocator that aligns for ordinary types only. */
#include <rowcol/matrix.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "allocation.h"

/* The bytes that a block takes for so many entries and for moving them to their alignment. No
 * object can be larger than PTRDIFF_MAX. */
static rowcol_status block_size(size_t entries, size_t *size)
{
    if (entries > (PTRDIFF_MAX - ROWCOL_ALIGNMENT) / sizeof(double))
        return ROWCOL_TOO_LARGE;
    *size = entries * sizeof(double) + ROWCOL_ALIGNMENT;
    return ROWCOL_OK;
}

/* How far into a block the first aligned address is. */
static size_t aligned_offset(const void *block)
{
    return -(uintptr_t)block % ROWCOL_ALIGNMENT;
}

/* Makes the block of a matrix, which may have none yet, as large as said, and keeps the first
 * `kept` bytes of its entries. They move within the block if another alignment came with another
 * address. */
static rowcol_status resize_block(rowcol_matrix *matrix, size_t size, size_t kept)
{
    size_t old_offset = aligned_offset(matrix->_block);
    size_t offset;
    char *block =
        matrix->_block ? rowcol_resize(matrix->_block, matrix->_size, size) : rowcol_allocate(size);

    if (!block)
        return ROWCOL_NO_MEMORY;
    offset = aligned_offset(block);
    if (offset != old_offset)
        memmove(block + offset, block + old_offset, kept);
    matrix->_block = block;
    matrix->_size = size;
    matrix->entries = (double *)(void *)(block + offset);
    matrix->capacity = (size - ROWCOL_ALIGNMENT) / sizeof(double);
    return ROWCOL_OK;
}

rowcol_status rowcol_matrix_create(rowcol_matrix *matrix, rowcol_shape shape)
{
    size_t entries;
    rowcol_status status = rowcol_shape_entries(shape, &entries);

    if (status == ROWCOL_OK)
        status = rowcol_matrix_reserve(matrix, entries);
    if (status == ROWCOL_OK)
        matrix->shape = shape;
    return status;
}

rowcol_status rowcol_matrix_reserve(rowcol_matrix *matrix, size_t entries)
{
    size_t size;
    rowcol_status status;

    if (entries <= matrix->capacity)
        return ROWCOL_OK;
    status = block_size(entries, &size);
    if (status != ROWCOL_OK)
        return status;
    return resize_block(matrix, size, matrix->capacity * sizeof(double));
}

void rowcol_matrix_trim(rowcol_matrix *matrix)
{
    size_t entries;
    size_t size;

    if (rowcol_shape_entries(matrix->shape, &entries) != ROWCOL_OK) {
        rowcol_matrix_release(matrix);
        return;
    }
    if (entries < matrix->capacity && block_size(entries, &size) == ROWCOL_OK)
        (void)!resize_block(matrix, size, entries * sizeof(double));
}

void rowcol_matrix_release(rowcol_matrix *matrix)
{
    rowcol_release(matrix->_block, matrix->_size);
    *matrix = (rowcol_matrix){0};
}

/* Whether one of `count` doubles has the exponent of infinities and NaNs, the only one that one
 * more carries into the sign bit. Without a branch, so that the compiler makes vector code of
 * it. */
static bool any_not_finite(const double *entries, size_t count)
{
    const uint64_t exponent = UINT64_C(0x7ff) << 52;
    uint64_t carries = 0;

    for (size_t i = 0; i < count; i++) {
        uint64_t bits;

        memcpy(&bits, &entries[i], sizeof bits);
        carries |= (bits & exponent) + (UINT64_C(1) << 52);
    }
    return carries >> 63;
}

size_t rowcol_first_not_finite(const double *entries, size_t count)
{
    const size_t stride = 256;
    size_t i = 0;

    while (count - i >= stride && !any_not_finite(entries + i, stride))
        i += stride;
    while (i < count && isfinite(entries[i]))
        i++;
    return i;
}
