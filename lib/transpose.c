/* The transpose, tile by tile. */
#include <rowcol/transpose.h>

/* A tile has as many rows and columns as doubles have room in a line of the cache: each line that
 * it touches, of either matrix, is used to its end before it may be lost, whatever the leading
 * dimensions are. */
#define TILE 8

/* A whole tile, whose bounds the compiler knows. */
static void transpose_tile(const double *from, size_t from_leading, double *to, size_t to_leading)
{
    for (size_t i = 0; i < TILE; i++)
        for (size_t j = 0; j < TILE; j++)
            to[i * to_leading + j] = from[j * from_leading + i];
}

static void transpose_rest(const double *from, size_t from_leading, double *to, size_t to_leading,
                           size_t rows, size_t columns)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            to[i * to_leading + j] = from[j * from_leading + i];
}

void rowcol_transpose_block(const rowcol_matrix *a, rowcol_block block, double *out, size_t leading)
{
    const size_t stride = a->shape.columns;
    const double *from = a->entries + block.column * stride + block.row;
    const size_t rows = block.rows - block.rows % TILE;
    const size_t columns = block.columns - block.columns % TILE;

    /* Eight rows of `a` from end to end, which the processor fetches ahead; then the next eight. */
    for (size_t j = 0; j < columns; j += TILE)
        for (size_t i = 0; i < rows; i += TILE)
            transpose_tile(from + j * stride + i, stride, out + i * leading + j, leading);
    transpose_rest(from + columns * stride, stride, out + columns, leading, rows,
                   block.columns - columns);
    transpose_rest(from + rows, stride, out + rows * leading, leading, block.rows - rows,
                   block.columns);
}

void rowcol_transpose(const rowcol_matrix *a, double *out)
{
    const rowcol_shape shape = rowcol_shape_transposed(a->shape);

    rowcol_transpose_block(a, (rowcol_block){.rows = shape.rows, .columns = shape.columns}, out,
                           shape.columns);
}
