/* The kernel of OpenBLAS, where it knows the processor's instructions but not the processor.
 *
 * A release takes a processor that came after it for an older one: 0.3.21, of Debian 12, knows no
 * Zen 5 and takes kernels for AVX2 there, which multiply at half of the speed (dgemm of 2000 x 2000
 * on one thread: 278 ms; 149 with those for AVX-512). It chooses when it is loaded, by
 * OPENBLAS_CORETYPE if that is set. A program that is running can have it choose again by the two
 * functions that it does so with, which it exports; where they are missing all stays as it is. */
#include <rowcol/blas.h>

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define VARIABLE "OPENBLAS_CORETYPE"

/* The first kernels for AVX-512; every release since 0.3.0 has them. */
#define KERNEL "SkylakeX"

static void find(const char *name, void *pointer)
{
    void *symbol = dlsym(RTLD_DEFAULT, name);

    memcpy(pointer, &symbol, sizeof symbol);
}

/* The instructions that the kernels make use of. */
static bool processor_has_avx512(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
#else
    return false;
#endif
}

static bool is_for_avx512(const char *kernel)
{
    static const char *const names[] = {KERNEL, "Cooperlake", "SapphireRapids"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(kernel, names[i]) == 0)
            return true;
    return false;
}

static void choose_again(void (*forget)(void), void (*choose)(void))
{
    forget();
    choose();
}

bool rowcol_blas_choose_kernel(void)
{
    const char *(*kernel)(void);
    void (*forget)(void);
    void (*choose)(void);
    bool good;

    find("openblas_get_corename", &kernel);
    find("gotoblas_dynamic_quit", &forget);
    find("gotoblas_dynamic_init", &choose);
    if (!kernel || !forget || !choose || getenv(VARIABLE) || !processor_has_avx512() ||
        is_for_avx512(kernel()) || setenv(VARIABLE, KERNEL, 1) != 0)
        return false;
    choose_again(forget, choose);
    good = is_for_avx512(kernel()) && rowcol_blas_check() == ROWCOL_OK;
    unsetenv(VARIABLE);
    if (!good)
        choose_again(forget, choose);
    return good;
}
