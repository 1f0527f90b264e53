/* The one place for what operations cost. */
#include <rowcol/cost.h>

#include <rowcol/product.h>

/* The larger and the smaller number of a shape: a factorization of a matrix costs as much as that
 * of its transpose. */
struct sides {
    double longer;
    double shorter;
};

static struct sides sides_of(rowcol_shape shape)
{
    const double rows = (double)shape.rows, columns = (double)shape.columns;

    return rows < columns ? (struct sides){columns, rows} : (struct sides){rows, columns};
}

/* n x n x n. */
static double cube(rowcol_shape shape)
{
    return rowcol_multiply_adds(shape, shape);
}

/* (m n^2 - n^3 / 3) / 2. */
double rowcol_cost_lu(rowcol_shape a)
{
    const struct sides side = sides_of(a);

    return side.shorter * side.shorter * (side.longer - side.shorter / 3) / 2;
}

/* The factorization n^3 / 3, and 2/3 n^3 for the inverse of the factors. */
double rowcol_cost_inverse(rowcol_shape a)
{
    return cube(a);
}

/* The factorization n^3 / 3, and n^2 for each column. */
double rowcol_cost_solve(rowcol_shape a, size_t columns)
{
    return cube(a) / 3 + rowcol_multiply_adds(a, (rowcol_shape){a.columns, columns});
}

/* To bidiagonal form as for singular values, and for each column once there and back, 2 m n + 2 n^2
 * at most. */
double rowcol_cost_least_squares(rowcol_shape a, size_t columns)
{
    return rowcol_cost_singular_values(a) +
           4 * rowcol_multiply_adds(a, (rowcol_shape){a.columns, columns});
}

/* The factorization, m n^2 - n^3 / 3, and as much again for q. */
double rowcol_cost_qr(rowcol_shape a)
{
    const struct sides side = sides_of(a);

    return 2 * side.shorter * side.shorter * (side.longer - side.shorter / 3);
}

double rowcol_cost_cholesky(rowcol_shape a)
{
    return cube(a) / 6;
}

/* To bidiagonal form 2 m n^2 - 2/3 n^3, by divide and conquer 8/3 n^3, and back, n^3 for vt and
 * 2 m n^2 - n^3 for u. */
double rowcol_cost_svd(rowcol_shape a)
{
    const struct sides side = sides_of(a);

    return 2 * side.shorter * side.shorter * (2 * side.longer + side.shorter);
}

/* To bidiagonal form: 2 m n^2 - 2/3 n^3, as much as q and r. */
double rowcol_cost_singular_values(rowcol_shape a)
{
    return rowcol_cost_qr(a);
}

/* To tridiagonal form 2/3 n^3, by divide and conquer 4/3 n^3, and back n^3. */
double rowcol_cost_eigen_symmetric(rowcol_shape a)
{
    return 3 * cube(a);
}

/* To the real Schur form with its basis 25/2 n^3, then vectors and back 3/2 n^3. */
double rowcol_cost_eigen(rowcol_shape a)
{
    return 14 * cube(a);
}
