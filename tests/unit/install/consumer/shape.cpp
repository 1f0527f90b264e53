// The headers are C++ as well, and their functions are found under their C names.
#include <rowcol/rowcol.h>

int main()
{
    const rowcol_shape a = {3, 4};
    const rowcol_shape b = {4, 2};
    rowcol_shape product;

    return rowcol_shape_product(a, b, &product) == ROWCOL_OK && product.columns == 2 ? 0 : 1;
}
