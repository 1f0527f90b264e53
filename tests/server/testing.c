#include "testing.h"

#include <curl/curl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "record.h"

double seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void wait_a_moment(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

static void raise_descriptor_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

bool testing_begin(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    char name[128];

    snprintf(name, sizeof name, "%s%s", basename(argv[0]), full ? "-full" : "");
    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    record_begin(name);
    return full;
}

struct server shared;

int share_server(void **state)
{
    (void)state;
    shared = server_start(NULL);
    return 0;
}

int stop_shared_server(void **state)
{
    (void)state;
    server_stop(&shared);
    return 0;
}
