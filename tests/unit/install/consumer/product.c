/* A first program with librowcol. */
#include <rowcol/rowcol.h>

#include <stdio.h>

int main(void)
{
    const rowcol_matrix a = {.shape = {2, 2}, .entries = (double[]){2, 1, 5, 4}};
    const rowcol_matrix b = {.shape = {2, 2}, .entries = (double[]){3, 2, 4, 6}};
    rowcol_matrix product = {0};
    rowcol_status status =
        rowcol_multiply(&(rowcol_product){.a = &a, .b = &b, .alpha = 1}, &product);

    if (status != ROWCOL_OK) {
        puts(rowcol_status_text(status));
        return 1;
    }
    for (size_t i = 0; i < 4; i++) {
        char text[ROWCOL_NUMBER_ROOM];

        printf("%s%.*s", i ? " " : "", (int)rowcol_number_write(product.entries[i], text), text);
    }
    rowcol_matrix_release(&product);
    return 0;
}
