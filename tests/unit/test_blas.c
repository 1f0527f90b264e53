/* The BLAS at hand: it is named, stays in one thread, and is refused when it computes wrong. This
 * program has a cblas_dgemm of its own, which hands every product on to the true one and then
 * spoils what it is told to spoil. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cblas.h>
#include <dlfcn.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/rowcol.h>

/* One product as cblas_dgemm gets it. */
struct gemm {
    CBLAS_TRANSPOSE transpose_a, transpose_b;
    int m, n, k;
    double alpha, beta;
    double *c;
    int leading;
};

typedef void (*fault)(const struct gemm *gemm);

static fault spoil;

/* What each thread may do with OpenBLAS for OpenMP is asked at the moment of a product. */
static bool all_alone = true;

static void ask_openmp(void)
{
    int (*threads)(void);
    void *symbol = dlsym(RTLD_DEFAULT, "omp_get_max_threads");

    memcpy(&threads, &symbol, sizeof symbol);
    if (threads && strncmp(rowcol_blas_name(), "OpenBLAS", 8) == 0 && threads() != 1)
        all_alone = false;
}

void cblas_dgemm(CBLAS_LAYOUT layout, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b,
                 int m, int n, int k, double alpha, const double *a, int leading_a, const double *b,
                 int leading_b, double beta, double *c, int leading)
{
    const struct gemm gemm = {transpose_a, transpose_b, m, n, k, alpha, beta, c, leading};
    void *symbol = dlsym(RTLD_NEXT, "cblas_dgemm");
    __typeof__(&cblas_dgemm) next;

    assert_non_null(symbol);
    ask_openmp();
    memcpy(&next, &symbol, sizeof symbol);
    next(layout, transpose_a, transpose_b, m, n, k, alpha, a, leading_a, b, leading_b, beta, c,
         leading);
    if (spoil)
        spoil(&gemm);
}

static double *last_entry(const struct gemm *gemm)
{
    return gemm->c + (size_t)(gemm->m - 1) * (size_t)gemm->leading + (gemm->n - 1);
}

static void last_bit_of_deep_sums(const struct gemm *gemm)
{
    if (gemm->k >= 300)
        *last_entry(gemm) = nextafter(*last_entry(gemm), INFINITY);
}

static void rounded_to_single(const struct gemm *gemm)
{
    for (int i = 0; i < gemm->m; i++)
        for (int j = 0; j < gemm->n; j++) {
            double *c = gemm->c + (size_t)i * (size_t)gemm->leading + j;

            *c = (float)*c;
        }
}

static void odd_last_column(const struct gemm *gemm)
{
    if (gemm->n % 8 == 7)
        *last_entry(gemm) = 0;
}

static void one_row_transposed(const struct gemm *gemm)
{
    if (gemm->m == 1 && gemm->transpose_b == CblasTrans)
        *last_entry(gemm) += 1;
}

static void one_column(const struct gemm *gemm)
{
    if (gemm->n == 1)
        *gemm->c = -*gemm->c;
}

static void beta_applied_twice(const struct gemm *gemm)
{
    if (gemm->beta < 0)
        *gemm->c *= gemm->beta;
}

static void what_was_there_before_is_read(const struct gemm *gemm)
{
    if (gemm->beta == 0 && gemm->transpose_a == CblasTrans)
        *gemm->c = NAN;
}

static void alpha_zero_still_adds(const struct gemm *gemm)
{
    if (gemm->alpha == 0)
        *gemm->c += 1;
}

static void a_store_beyond_the_row(const struct gemm *gemm)
{
    if (gemm->n < gemm->leading)
        last_entry(gemm)[1] = 0;
}

static void a_right_blas_passes(void **state)
{
    (void)state;
    spoil = NULL;
    assert_int_equal(rowcol_blas_check(), ROWCOL_OK);
}

static void a_wrong_blas_is_found_whatever_is_wrong(void **state)
{
    static const fault faults[] = {
        last_bit_of_deep_sums,
        rounded_to_single,
        odd_last_column,
        one_row_transposed,
        one_column,
        beta_applied_twice,
        alpha_zero_still_adds,
        what_was_there_before_is_read,
        a_store_beyond_the_row,
    };

    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        spoil = faults[i];
        assert_int_equal(rowcol_blas_check(), ROWCOL_WRONG_BLAS);
    }
    spoil = NULL;
}

static void it_is_named_once_and_for_all(void **state)
{
    const char *name = rowcol_blas_name();

    (void)state;
    assert_true(strncmp(name, "OpenBLAS ", 9) == 0 || strncmp(name, "BLIS", 4) == 0 ||
                strcmp(name, "ATLAS") == 0 || strcmp(name, "reference BLAS") == 0);
    assert_ptr_equal(rowcol_blas_name(), name);
    assert_non_null(rowcol_blas_kernel());
    print_message("%s, kernel \"%s\"\n", name, rowcol_blas_kernel());
}

static void openblas_is_named_with_its_version_and_kernel(void **state)
{
    const char *name = rowcol_blas_name();

    (void)state;
    if (strncmp(name, "OpenBLAS ", 9) != 0)
        skip();
    assert_int_equal(strspn(name + 9, "0123456789.dev"), strlen(name) - 9);
    assert_true(strlen(rowcol_blas_kernel()) > 0);
}

static void *check_in_a_thread(void *status)
{
    *(rowcol_status *)status = rowcol_blas_check();
    return NULL;
}

static void every_thread_computes_alone(void **state)
{
    rowcol_status status = ROWCOL_WRONG_BLAS;
    int (*threads)(void);
    void *symbol = dlsym(RTLD_DEFAULT, "openblas_get_num_threads");
    pthread_t thread;

    (void)state;
    memcpy(&threads, &symbol, sizeof symbol);
    rowcol_blas_single_thread();
    if (threads)
        assert_int_equal(threads(), 1);
    assert_string_equal(getenv("BLIS_NUM_THREADS"), "1");

    all_alone = true;
    assert_int_equal(pthread_create(&thread, NULL, check_in_a_thread, &status), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(status, ROWCOL_OK);
    assert_true(all_alone);
}

static void products_in_several_threads_at_once_are_right(void **state)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    rowcol_status statuses[THREADS];

    (void)state;
    rowcol_blas_single_thread();
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, check_in_a_thread, &statuses[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(statuses[i], ROWCOL_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_named_once_and_for_all),
        cmocka_unit_test(openblas_is_named_with_its_version_and_kernel),
        cmocka_unit_test(every_thread_computes_alone),
        cmocka_unit_test(products_in_several_threads_at_once_are_right),
        cmocka_unit_test(a_right_blas_passes),
        cmocka_unit_test(a_wrong_blas_is_found_whatever_is_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
