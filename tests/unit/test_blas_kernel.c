/* The kernel of OpenBLAS is chosen anew where it is a lesser one than the processor can do. This
 * program stands in for the library: the linker sends dlsym here, which finds three functions of
 * its own, and cblas_dgemm hands products on, or spoils them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cblas.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <rowcol/rowcol.h>

/* What the stand-in chooses by itself, and what it has chosen. */
static const char *chosen;
static bool knows_skylake;
static bool wrong_with_skylake;

static const char *kernel(void)
{
    return chosen;
}

static void forget(void)
{
    chosen = NULL;
}

static void choose(void)
{
    const char *asked = getenv("OPENBLAS_CORETYPE");

    assert_null(chosen);
    chosen = asked && strcmp(asked, "SkylakeX") == 0 && knows_skylake ? "SkylakeX" : "Haswell";
}

void *__real_dlsym(void *handle, const char *name);
void *__wrap_dlsym(void *handle, const char *name);

void *__wrap_dlsym(void *handle, const char *name)
{
    const char *(*const find_kernel)(void) = kernel;
    void (*const find_forget)(void) = forget;
    void (*const find_choose)(void) = choose;
    void *found;

    if (strcmp(name, "openblas_get_corename") == 0)
        memcpy(&found, &find_kernel, sizeof found);
    else if (strcmp(name, "gotoblas_dynamic_quit") == 0)
        memcpy(&found, &find_forget, sizeof found);
    else if (strcmp(name, "gotoblas_dynamic_init") == 0)
        memcpy(&found, &find_choose, sizeof found);
    else
        found = __real_dlsym(handle, name);
    return found;
}

void cblas_dgemm(CBLAS_LAYOUT layout, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b,
                 int m, int n, int k, double alpha, const double *a, int leading_a, const double *b,
                 int leading_b, double beta, double *c, int leading)
{
    void *symbol = dlsym(RTLD_NEXT, "cblas_dgemm");
    __typeof__(&cblas_dgemm) next;

    assert_non_null(symbol);
    memcpy(&next, &symbol, sizeof symbol);
    next(layout, transpose_a, transpose_b, m, n, k, alpha, a, leading_a, b, leading_b, beta, c,
         leading);
    if (wrong_with_skylake && strcmp(chosen, "SkylakeX") == 0)
        *c += 1;
}

static bool has_avx512(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

static int begin(void **state)
{
    (void)state;
    chosen = "Haswell";
    knows_skylake = true;
    wrong_with_skylake = false;
    return unsetenv("OPENBLAS_CORETYPE");
}

static void a_lesser_kernel_is_exchanged_where_the_processor_can_do_more(void **state)
{
    (void)state;
    assert_int_equal(rowcol_blas_choose_kernel(), has_avx512());
    assert_string_equal(chosen, has_avx512() ? "SkylakeX" : "Haswell");
    assert_null(getenv("OPENBLAS_CORETYPE"));
}

static void a_kernel_that_does_all_stays(void **state)
{
    (void)state;
    chosen = "Cooperlake";
    assert_false(rowcol_blas_choose_kernel());
    assert_string_equal(chosen, "Cooperlake");
}

static void whoever_has_chosen_a_kernel_keeps_it(void **state)
{
    (void)state;
    setenv("OPENBLAS_CORETYPE", "Haswell", 1);
    assert_false(rowcol_blas_choose_kernel());
    assert_string_equal(chosen, "Haswell");
    assert_string_equal(getenv("OPENBLAS_CORETYPE"), "Haswell");
}

static void a_library_without_the_kernel_keeps_its_own(void **state)
{
    (void)state;
    knows_skylake = false;
    assert_false(rowcol_blas_choose_kernel());
    assert_string_equal(chosen, "Haswell");
    assert_null(getenv("OPENBLAS_CORETYPE"));
}

static void a_kernel_that_computes_wrong_is_given_up(void **state)
{
    (void)state;
    wrong_with_skylake = true;
    assert_false(rowcol_blas_choose_kernel());
    assert_string_equal(chosen, "Haswell");
    assert_int_equal(rowcol_blas_check(), ROWCOL_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_lesser_kernel_is_exchanged_where_the_processor_can_do_more, begin),
        cmocka_unit_test_setup(a_kernel_that_does_all_stays, begin),
        cmocka_unit_test_setup(whoever_has_chosen_a_kernel_keeps_it, begin),
        cmocka_unit_test_setup(a_library_without_the_kernel_keeps_its_own, begin),
        cmocka_unit_test_setup(a_kernel_that_computes_wrong_is_given_up, begin),
    };

    rowcol_blas_single_thread();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
