/* Eigenvalues and eigenvectors: by backward error on every sort of matrix, defective ones among
 * them, and those that are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <lapacke.h>
#include <rowcol/blas.h>
#include <rowcol/eigen.h>

#include "decomposing.h"

/* The linker sends the library's calls here, so that a test can have them fail. */
static bool converges = true;

lapack_int __real_LAPACKE_dsyevd_work(int layout, char job, char triangle, lapack_int n, double *a,
                                      lapack_int lda, double *w, double *work, lapack_int lwork,
                                      lapack_int *iwork, lapack_int liwork);
lapack_int __wrap_LAPACKE_dsyevd_work(int layout, char job, char triangle, lapack_int n, double *a,
                                      lapack_int lda, double *w, double *work, lapack_int lwork,
                                      lapack_int *iwork, lapack_int liwork);
lapack_int __real_LAPACKE_dgeev_work(int layout, char left, char right, lapack_int n, double *a,
                                     lapack_int lda, double *wr, double *wi, double *vl,
                                     lapack_int ldvl, double *vr, lapack_int ldvr, double *work,
                                     lapack_int lwork);
lapack_int __wrap_LAPACKE_dgeev_work(int layout, char left, char right, lapack_int n, double *a,
                                     lapack_int lda, double *wr, double *wi, double *vl,
                                     lapack_int ldvl, double *vr, lapack_int ldvr, double *work,
                                     lapack_int lwork);

lapack_int __wrap_LAPACKE_dsyevd_work(int layout, char job, char triangle, lapack_int n, double *a,
                                      lapack_int lda, double *w, double *work, lapack_int lwork,
                                      lapack_int *iwork, lapack_int liwork)
{
    lapack_int info =
        __real_LAPACKE_dsyevd_work(layout, job, triangle, n, a, lda, w, work, lwork, iwork, liwork);

    return lwork < 0 || converges ? info : 1;
}

lapack_int __wrap_LAPACKE_dgeev_work(int layout, char left, char right, lapack_int n, double *a,
                                     lapack_int lda, double *wr, double *wi, double *vl,
                                     lapack_int ldvl, double *vr, lapack_int ldvr, double *work,
                                     lapack_int lwork)
{
    lapack_int info = __real_LAPACKE_dgeev_work(layout, left, right, n, a, lda, wr, wi, vl, ldvl,
                                                vr, ldvr, work, lwork);

    return lwork < 0 || converges ? info : 1;
}

/* --- Symmetric matrices ----------------------------------------------------------------------- */

/* `vectors` times the diagonal of `values`, and added to what `to` holds, with a sign. */
static void add_scaled(rowcol_matrix *to, double sign, const rowcol_matrix *vectors,
                       const rowcol_matrix *values)
{
    const size_t n = vectors->shape.columns;

    for (size_t i = 0; i < n * n; i++)
        to->entries[i] += sign * vectors->entries[i] * values->entries[i % n];
}

static void make_zero(rowcol_matrix *matrix, size_t n)
{
    assert_int_equal(rowcol_matrix_create(matrix, (rowcol_shape){n, n}), ROWCOL_OK);
    for (size_t i = 0; i < n * n; i++)
        matrix->entries[i] = 0;
}

static void check_symmetric(const struct sort *sort, size_t n)
{
    rowcol_matrix a = {0}, values = {0}, vectors = {0}, scaled = {0};
    double error, skew;

    sort->make(&a, (rowcol_shape){n, n});
    make_symmetric(&a);
    assert_int_equal(rowcol_eigen_symmetric(&a, &values, &vectors), ROWCOL_OK);
    assert_true(values.shape.rows == 1 && values.shape.columns == n);
    assert_true(vectors.shape.rows == n && vectors.shape.columns == n);
    for (size_t i = 1; i < n; i++)
        assert_true(values.entries[i] >= values.entries[i - 1]);
    assert_no_negative_zeros(&values);
    assert_no_negative_zeros(&vectors);
    make_zero(&scaled, n);
    add_scaled(&scaled, 1, &vectors, &values);
    error = residual(&scaled, (struct view){&a, false}, (struct view){&vectors, false}, norm_1(&a));
    skew = orthogonality((struct view){&vectors, false});
    if (error > THRESHOLD || skew > THRESHOLD)
        fail_msg("%s, %zu: residual %.3g, orthogonality %.3g", sort->name, n, error, skew);
    rowcol_matrix_release(&a);
    rowcol_matrix_release(&values);
    rowcol_matrix_release(&vectors);
    rowcol_matrix_release(&scaled);
}

static void symmetric_matrices_of_every_sort_have_orthonormal_eigenvectors(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 4, 7, 25, 26, 60, 100};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
            check_symmetric(&sorts[i], sizes[j]);
}

/* The size of the largest, or the first argument. */
static size_t large = 200;

static void a_large_symmetric_matrix_has_them_too(void **state)
{
    const struct sort random = {"random", make_random};

    (void)state;
    check_symmetric(&random, large);
}

static void a_diagonal_matrix_has_its_diagonal_in_order_and_the_axes(void **state)
{
    const rowcol_matrix a = VIEW(3, 3, 5, 0, 0, 0, -2, 0, 0, 0, 3);
    static const double axes[] = {0, 0, 1, 1, 0, 0, 0, 1, 0};
    rowcol_matrix values = {0}, vectors = {0};

    (void)state;
    assert_int_equal(rowcol_eigen_symmetric(&a, &values, &vectors), ROWCOL_OK);
    assert_true(values.entries[0] == -2 && values.entries[1] == 3 && values.entries[2] == 5);
    for (size_t i = 0; i < 9; i++)
        assert_true(fabs(vectors.entries[i]) == axes[i]);
    rowcol_matrix_release(&values);
    rowcol_matrix_release(&vectors);
}

static void zeros_have_no_sign(void **state)
{
    const rowcol_matrix a = VIEW(3, 3, -1, 0, 0, 0, 1, -1, 0, -1, -1);
    rowcol_matrix values = {0}, vectors = {0};

    (void)state;
    assert_int_equal(rowcol_eigen_symmetric(&a, &values, &vectors), ROWCOL_OK);
    assert_no_negative_zeros(&vectors);
    rowcol_matrix_release(&values);
    rowcol_matrix_release(&vectors);
}

static void only_the_lower_triangle_of_a_symmetric_matrix_is_read(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 2, 1000, 1, 2);
    rowcol_matrix values = {0}, vectors = {0};

    (void)state;
    assert_int_equal(rowcol_eigen_symmetric(&a, &values, &vectors), ROWCOL_OK);
    assert_true(fabs(values.entries[0] - 1) < 1e-14 && fabs(values.entries[1] - 3) < 1e-14);
    rowcol_matrix_release(&values);
    rowcol_matrix_release(&vectors);
}

/* --- Any square matrix ------------------------------------------------------------------------ */

struct eigen {
    rowcol_matrix values_re, values_im, vectors_re, vectors_im;
};

static rowcol_status find(const rowcol_matrix *a, struct eigen *eigen)
{
    *eigen = (struct eigen){0};
    return rowcol_eigen(a, (rowcol_parts){&eigen->values_re, &eigen->values_im},
                        (rowcol_parts){&eigen->vectors_re, &eigen->vectors_im});
}

static void release(struct eigen *eigen)
{
    rowcol_matrix_release(&eigen->values_re);
    rowcol_matrix_release(&eigen->values_im);
    rowcol_matrix_release(&eigen->vectors_re);
    rowcol_matrix_release(&eigen->vectors_im);
}

/* The largest of how far real and imaginary parts of a v are from those of v w. */
static double eigen_residual(const rowcol_matrix *a, const struct eigen *eigen)
{
    const struct view view = {a, false};
    rowcol_matrix re = {0}, im = {0};
    double error;

    make_zero(&re, a->shape.columns);
    make_zero(&im, a->shape.columns);
    add_scaled(&re, 1, &eigen->vectors_re, &eigen->values_re);
    add_scaled(&re, -1, &eigen->vectors_im, &eigen->values_im);
    add_scaled(&im, 1, &eigen->vectors_re, &eigen->values_im);
    add_scaled(&im, 1, &eigen->vectors_im, &eigen->values_re);
    error = fmax(residual(&re, view, (struct view){&eigen->vectors_re, false}, norm_1(a)),
                 residual(&im, view, (struct view){&eigen->vectors_im, false}, norm_1(a)));
    rowcol_matrix_release(&re);
    rowcol_matrix_release(&im);
    return error;
}

/* Each column has length 1, and its largest entry is real. */
static void assert_normal(const struct eigen *eigen)
{
    const size_t n = eigen->vectors_re.shape.columns;

    for (size_t j = 0; j < n; j++) {
        double squares = 0, most = 0, imaginary = 0;

        for (size_t i = 0; i < n; i++) {
            const double re = eigen->vectors_re.entries[i * n + j];
            const double im = eigen->vectors_im.entries[i * n + j];

            squares += re * re + im * im;
            if (hypot(re, im) > most * (1 + 1e-12)) {
                most = hypot(re, im);
                imaginary = im;
            }
        }
        assert_true(fabs(squares - 1) < 1e-12);
        assert_true(fabs(imaginary) <= 1e-12);
    }
}

/* Values that are not real come as a number and its conjugate, which have conjugate vectors. */
static void assert_pairs(const struct eigen *eigen)
{
    const size_t n = eigen->vectors_re.shape.columns;
    const double *re = eigen->values_re.entries, *im = eigen->values_im.entries;

    for (size_t j = 0; j < n; j++) {
        if (im[j] == 0)
            continue;
        assert_true(j + 1 < n && im[j] > 0);
        assert_true(im[j + 1] == -im[j] && re[j + 1] == re[j]);
        for (size_t i = 0; i < n; i++) {
            const double *column = eigen->vectors_im.entries + i * n + j;

            assert_true(column[1] == -column[0]);
        }
        j++;
    }
}

static void check_general(const struct sort *sort, size_t n)
{
    rowcol_matrix a = {0};
    struct eigen eigen;
    double error;

    sort->make(&a, (rowcol_shape){n, n});
    assert_int_equal(find(&a, &eigen), ROWCOL_OK);
    assert_normal(&eigen);
    assert_pairs(&eigen);
    assert_no_negative_zeros(&eigen.values_re);
    assert_no_negative_zeros(&eigen.values_im);
    assert_no_negative_zeros(&eigen.vectors_re);
    assert_no_negative_zeros(&eigen.vectors_im);
    error = eigen_residual(&a, &eigen);
    if (error > THRESHOLD)
        fail_msg("%s, %zu: residual %.3g", sort->name, n, error);
    rowcol_matrix_release(&a);
    release(&eigen);
}

static void matrices_of_every_sort_have_eigenvectors(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 4, 7, 25, 60, 100};

    (void)state;
    for (size_t i = 0; i < sort_count; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
            check_general(&sorts[i], sizes[j]);
}

static void a_large_matrix_has_eigenvectors_too(void **state)
{
    const struct sort random = {"random", make_random};

    (void)state;
    check_general(&random, large);
}

/* Jordan's block has one direction for all its n equal values. */
static void make_jordan(rowcol_matrix *matrix, rowcol_shape shape)
{
    assert_int_equal(rowcol_matrix_create(matrix, shape), ROWCOL_OK);
    for (size_t i = 0; i < shape.rows; i++)
        for (size_t j = 0; j < shape.columns; j++)
            matrix->entries[i * shape.columns + j] = i == j ? 7 : j == i + 1;
}

/* One that is not upper triangular already: its values scatter around 7 by rounding. */
static void make_mirrored_jordan(rowcol_matrix *matrix, rowcol_shape shape)
{
    make_jordan(matrix, shape);
    for (size_t i = 0; i + 1 < shape.rows; i++) {
        matrix->entries[i * shape.columns + i + 1] = 0;
        matrix->entries[(i + 1) * shape.columns + i] = 1;
    }
}

static void defective_matrices_have_what_eigenvectors_there_are(void **state)
{
    const struct sort jordan = {"Jordan", make_jordan}, mirrored = {"Jordan", make_mirrored_jordan};
    static const size_t sizes[] = {1, 2, 3, 10, 40};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        check_general(&jordan, sizes[i]);
        check_general(&mirrored, sizes[i]);
    }
}

static void a_quarter_turn_has_the_values_i_and_minus_i(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 0, -1, 1, 0);
    struct eigen eigen;

    (void)state;
    assert_int_equal(find(&a, &eigen), ROWCOL_OK);
    assert_true(eigen.values_re.entries[0] == 0 && eigen.values_im.entries[0] == 1);
    assert_true(eigen.values_re.entries[1] == 0 && eigen.values_im.entries[1] == -1);
    assert_no_negative_zeros(&eigen.vectors_re);
    assert_no_negative_zeros(&eigen.vectors_im);
    assert_true(eigen_residual(&a, &eigen) < THRESHOLD);
    release(&eigen);
}

/* The cyclic shift of n has the n-th roots of unity. */
static void a_cyclic_shift_has_the_roots_of_unity(void **state)
{
    const size_t n = 12;
    rowcol_matrix a = {0};
    struct eigen eigen;

    (void)state;
    make_zero(&a, n);
    for (size_t i = 0; i < n; i++)
        a.entries[i * n + (i + 1) % n] = 1;
    assert_int_equal(find(&a, &eigen), ROWCOL_OK);
    for (size_t k = 0; k < n; k++) {
        const double angle = 2 * acos(-1.0) * (double)k / (double)n;
        double nearest = 1;

        for (size_t j = 0; j < n; j++)
            nearest = fmin(nearest, hypot(eigen.values_re.entries[j] - cos(angle),
                                          eigen.values_im.entries[j] - sin(angle)));
        assert_true(nearest < 1e-13);
    }
    rowcol_matrix_release(&a);
    release(&eigen);
}

static void a_triangular_matrix_has_its_diagonal_as_values(void **state)
{
    const rowcol_matrix a = VIEW(3, 3, 4, 1, 2, 0, -1, 5, 0, 0, 2);
    struct eigen eigen;

    (void)state;
    assert_int_equal(find(&a, &eigen), ROWCOL_OK);
    for (size_t j = 0; j < 3; j++) {
        assert_true(eigen.values_re.entries[j] == a.entries[j * 4]);
        assert_true(eigen.values_im.entries[j] == 0);
    }
    assert_true(eigen_residual(&a, &eigen) < THRESHOLD);
    release(&eigen);
}

/* --- Refusals --------------------------------------------------------------------------------- */

static void assert_both(const rowcol_matrix *a, rowcol_status status)
{
    rowcol_matrix values = {0}, vectors = {0};
    struct eigen eigen;

    assert_int_equal(rowcol_eigen_symmetric(a, &values, &vectors), status);
    assert_int_equal(find(a, &eigen), status);
    rowcol_matrix_release(&values);
    rowcol_matrix_release(&vectors);
    release(&eigen);
}

static void what_has_no_eigenvalues_is_refused(void **state)
{
    const rowcol_matrix wide = VIEW(1, 2, 1, 2), undefined = VIEW(2, 2, 1, 2, 2, NAN);
    const rowcol_matrix none = {.shape = {0, 0}}, uncounted = {.shape = {1u << 31, 1u << 31}};

    (void)state;
    assert_both(&wide, ROWCOL_NOT_SQUARE);
    assert_both(&undefined, ROWCOL_NOT_FINITE);
    assert_both(&none, ROWCOL_EMPTY);
    assert_both(&uncounted, ROWCOL_TOO_LARGE);
}

static void an_eigenvalue_beyond_any_double_is_an_overflow(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX);

    (void)state;
    assert_both(&a, ROWCOL_OVERFLOW);
}

/* A rotation about the diagonal of space, stretched: its values are 0 and 3^(1/2) i times that. */
static void an_imaginary_part_beyond_any_double_is_an_overflow_too(void **state)
{
    const rowcol_matrix a =
        VIEW(3, 3, 0, -DBL_MAX, DBL_MAX, DBL_MAX, 0, -DBL_MAX, -DBL_MAX, DBL_MAX, 0);
    struct eigen eigen;

    (void)state;
    assert_int_equal(find(&a, &eigen), ROWCOL_OVERFLOW);
    release(&eigen);
}

static void what_does_not_converge_is_told(void **state)
{
    const rowcol_matrix a = VIEW(2, 2, 1, 2, 2, 1);

    (void)state;
    converges = false;
    assert_both(&a, ROWCOL_NO_CONVERGENCE);
    converges = true;
    assert_both(&a, ROWCOL_OK);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symmetric_matrices_of_every_sort_have_orthonormal_eigenvectors),
        cmocka_unit_test(a_large_symmetric_matrix_has_them_too),
        cmocka_unit_test(a_diagonal_matrix_has_its_diagonal_in_order_and_the_axes),
        cmocka_unit_test(zeros_have_no_sign),
        cmocka_unit_test(only_the_lower_triangle_of_a_symmetric_matrix_is_read),
        cmocka_unit_test(matrices_of_every_sort_have_eigenvectors),
        cmocka_unit_test(a_large_matrix_has_eigenvectors_too),
        cmocka_unit_test(defective_matrices_have_what_eigenvectors_there_are),
        cmocka_unit_test(a_quarter_turn_has_the_values_i_and_minus_i),
        cmocka_unit_test(a_cyclic_shift_has_the_roots_of_unity),
        cmocka_unit_test(a_triangular_matrix_has_its_diagonal_as_values),
        cmocka_unit_test(what_has_no_eigenvalues_is_refused),
        cmocka_unit_test(an_eigenvalue_beyond_any_double_is_an_overflow),
        cmocka_unit_test(an_imaginary_part_beyond_any_double_is_an_overflow_too),
        cmocka_unit_test(what_does_not_converge_is_told),
    };

    if (argc > 1)
        large = strtoul(argv[1], NULL, 10);
    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
