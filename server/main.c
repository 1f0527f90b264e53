/* rowcold: options, signals, start, drain, stop. */
#include <errno.h>
#include <fcntl.h>
#include <rowcol/blas.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "api/routes.h"
#include "base/budget.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/options.h"
#include "base/pool.h"
#include "check.h"
#include "exchange.h"
#include "http/http.h"
#include "version.h"

enum { EXIT_USAGE = 2 };

/* A few times a second the log is written out and the drain looked at. */
#define BEAT_NS 100000000
#define DRAIN_BEAT_NS 10000000

/* A BLAS may have started threads before main could block signals in them, so that a signal can
 * arrive in any thread: the handler passes it on. */
static sem_t stop_signals;

static void pass_on(int signal_number)
{
    int before = errno;

    (void)signal_number;
    sem_post(&stop_signals);
    errno = before;
}

static void catch_signals(void)
{
    const struct sigaction stop = {.sa_handler = pass_on, .sa_flags = SA_RESTART};

    sem_init(&stop_signals, 0, 0);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

/* Waits for a signal to stop, at most for `ns` nanoseconds (less than a second). */
static bool told_to_stop(long ns)
{
    struct timespec until;
    bool told;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ns;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    told = sem_clockwait(&stop_signals, CLOCK_MONOTONIC, &until) == 0;
    log_flush();
    return told;
}

static void serve(void)
{
    while (!told_to_stop(BEAT_NS))
        continue;
}

/* Finishes what has begun. A second signal ends it at once. */
static void drain(struct conductor *conductor, struct http_server *http)
{
    const struct options *options = conductor->options;
    double begun = clock_seconds();
    double refuse_at = begun + options->drain_delay;
    double end_at = refuse_at + options->drain_timeout;
    bool refused = false;

    log_say(LOG_INFO, "stopping: no longer ready, %zu requests to finish", http_active(http));
    atomic_store(&conductor->draining, true);
    for (;;) {
        double now = clock_seconds();

        if (!refused && now >= refuse_at) {
            http_refuse(http);
            refused = true;
        }
        if ((refused && http_active(http) == 0) || now >= end_at)
            break;
        if (told_to_stop(DRAIN_BEAT_NS))
            break;
    }
    if (http_active(http) > 0)
        log_say(LOG_WARN, "stopping with %zu requests unfinished", http_active(http));
}

static void log_start(const struct options *options, const struct http_server *http)
{
    char message[200];
    struct log_field fields[] = {
        LOG_FIELD_OF_TEXT("version", ROWCOL_VERSION),
        LOG_FIELD_OF_TEXT("blas", rowcol_blas_name()),
        LOG_FIELD_OF_TEXT("kernel", rowcol_blas_kernel()),
        LOG_FIELD_OF_WHOLE("event_threads", options->event_threads),
        LOG_FIELD_OF_WHOLE("workers", options->workers),
        LOG_FIELD_OF_WHOLE("max_memory", options->max_memory),
        LOG_FIELD_OF_WHOLE("max_connections", options->max_connections),
    };

    snprintf(message, sizeof message, "listening on %s", http_address(http));
    log_line(LOG_INFO, message, fields, sizeof fields / sizeof fields[0]);
    log_flush();
}

/* Whatever the level: whoever starts the server must learn why it does not. */
static int fail(const char *why)
{
    log_say(LOG_ERROR, "%s", why);
    log_flush();
    return EXIT_FAILURE;
}

static int run_server(struct conductor *conductor)
{
    char error[256];
    struct http_server *http =
        http_start(conductor->options, &exchange_service, conductor, error, sizeof error);

    if (!http)
        return fail(error);
    log_start(conductor->options, http);
    serve();
    drain(conductor, http);
    http_stop(http);
    log_say(LOG_INFO, "stopped");
    log_flush();
    return EXIT_SUCCESS;
}

/* Panels end within milliseconds, but for calls of LAPACK, which nobody waits for any more: then
 * the process ends under them. */
static void stop_computing(struct pool *pool, int status)
{
    const double until = clock_seconds() + 1;

    while (pool_jobs(pool) > 0 && clock_seconds() < until)
        nanosleep(&(struct timespec){.tv_nsec = DRAIN_BEAT_NS}, NULL);
    if (pool_jobs(pool) > 0) {
        log_say(LOG_WARN, "stopped in the middle of %zu calculations", pool_jobs(pool));
        log_flush();
        _exit(status);
    }
    pool_stop(pool);
}

/* Started with standard input, output or error closed, sockets would get their numbers, and the log
 * would be written into them. */
static void fill_standard_descriptors(void)
{
    int fd = open("/dev/null", O_RDWR);

    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = open("/dev/null", O_RDWR);
    if (fd >= 0)
        close(fd);
}

static int run(const struct options *options)
{
    struct conductor conductor = {.options = options};
    rowcol_status trust;
    size_t routes;
    const char *const *labels = route_labels(&routes);
    int status;

    catch_signals();
    fill_standard_descriptors();
    log_begin(options->log_level, options->log_format);
    metrics_begin(labels, routes);
    json_object_seed(0);
    rowcol_blas_single_thread();
    if (rowcol_blas_choose_kernel())
        log_say(LOG_INFO, "this release of the BLAS does not know the processor: its kernel for "
                          "AVX-512 was chosen (set OPENBLAS_CORETYPE to choose otherwise)");
    trust = rowcol_blas_check();
    if (trust != ROWCOL_OK)
        return fail(trust == ROWCOL_WRONG_BLAS
                        ? "the BLAS in use computes wrong products: choose another with "
                          "update-alternatives --config libblas.so.3-*, or set OPENBLAS_CORETYPE"
                        : rowcol_status_text(trust));
    budget_begin(options->max_memory);
    conductor.pool = pool_start(options->workers);
    if (!conductor.pool)
        return fail("can't start the compute threads");
    status = run_server(&conductor);
    stop_computing(conductor.pool, status);
    return status;
}

static int print_help(void)
{
    char *help = options_help();

    if (help)
        fputs(help, stdout);
    free(help);
    return help ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    char error[OPTIONS_ERROR_ROOM];

    if (!options_read(argc, argv, &options, error)) {
        fprintf(stderr, "rowcold: %s\nTry 'rowcold --help'.\n", error);
        return EXIT_USAGE;
    }
    if (options.help)
        return print_help();
    if (options.version) {
        puts("rowcold " ROWCOL_VERSION);
        return EXIT_SUCCESS;
    }
    return options.check ? check_server(&options) : run(&options);
}
