/* Which BLAS stands behind libblas.so.3, and keeping it in one thread. What only one of them has is
 * looked up by name, so that nothing but the generic interface is linked. */
#include <rowcol/blas.h>

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blas_threads.h"

/* OpenBLAS's word for a build that takes its threads from OpenMP. */
#define OPENBLAS_OPENMP 2

/* Stores the address of a function, or NULL if nobody has one of this name, in the pointer to a
 * function that `pointer` points to. (ISO C has no conversion from the one to the other.) */
static void find(const char *name, void *pointer)
{
    void *symbol = dlsym(RTLD_DEFAULT, name);

    memcpy(pointer, &symbol, sizeof symbol);
}

/* OpenMP keeps the number of threads for each thread that begins a parallel region. */
static void (*omp_threads)(int);

static void openblas_single_thread(void)
{
    void (*set_threads)(int);
    int (*parallel)(void);

    find("openblas_set_num_threads", &set_threads);
    find("openblas_get_parallel", &parallel);
    if (set_threads)
        set_threads(1);
    if (parallel && parallel() == OPENBLAS_OPENMP)
        find("omp_set_num_threads", &omp_threads);
}

/* Debian's libblas.so.3 of BLIS exports BLAS's own names only: there it is told by the environment,
 * which it reads at the first call. */
static void blis_single_thread(void)
{
    static const char *const variables[] = {"BLIS_NUM_THREADS", "BLIS_JC_NT", "BLIS_PC_NT",
                                            "BLIS_IC_NT",       "BLIS_JR_NT", "BLIS_IR_NT"};
    void (*set_threads)(long);

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        (void)setenv(variables[i], "1", 1);
    find("bli_thread_set_num_threads", &set_threads);
    if (set_threads)
        set_threads(1);
}

void rowcol_blas_single_thread(void)
{
    openblas_single_thread();
    blis_single_thread();
}

void rowcol_blas_enter(void)
{
    static _Thread_local bool told;

    if (told || !omp_threads)
        return;
    omp_threads(1);
    told = true;
}

static char blas_name[64];
static char blas_kernel[64];
static pthread_once_t described = PTHREAD_ONCE_INIT;

static void copy_text(char to[64], const char *text)
{
    snprintf(to, 64, "%s", text);
}

/* "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...": the first two words are name and version. */
static bool describe_openblas(void)
{
    char *(*config)(void);
    char *(*kernel)(void);
    char *end;

    find("openblas_get_config", &config);
    find("openblas_get_corename", &kernel);
    if (!config)
        return false;
    copy_text(blas_name, config());
    end = strchr(blas_name, ' ');
    end = end ? strchr(end + 1, ' ') : NULL;
    if (end)
        *end = '\0';
    if (kernel)
        copy_text(blas_kernel, kernel());
    return true;
}

static bool describe_blis(void)
{
    const char *(*version)(void);
    const char *(*kernel)(int);
    int (*kernel_id)(void);

    find("bli_info_get_version_str", &version);
    find("bli_arch_query_id", &kernel_id);
    find("bli_arch_string", &kernel);
    if (!version)
        return false;
    snprintf(blas_name, sizeof blas_name, "BLIS %s", version());
    if (kernel && kernel_id)
        copy_text(blas_kernel, kernel(kernel_id()));
    return true;
}

/* A BLAS that says nothing of itself is known by the folder that Debian keeps it in. */
static void describe_by_folder(void)
{
    const void *gemm = dlsym(RTLD_DEFAULT, "cblas_dgemm");
    char path[PATH_MAX] = "";
    Dl_info file;

    if (gemm && dladdr(gemm, &file) && !realpath(file.dli_fname, path))
        path[0] = '\0';
    if (strstr(path, "/blis"))
        copy_text(blas_name, "BLIS");
    else if (strstr(path, "/atlas"))
        copy_text(blas_name, "ATLAS");
    else
        copy_text(blas_name, "reference BLAS");
}

static void describe(void)
{
    if (!describe_openblas() && !describe_blis())
        describe_by_folder();
}

const char *rowcol_blas_name(void)
{
    pthread_once(&described, describe);
    return blas_name;
}

const char *rowcol_blas_kernel(void)
{
    pthread_once(&described, describe);
    return blas_kernel;
}
