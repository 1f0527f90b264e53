/* The options of rowcold: one table (options.c) drives getopt_long, ROWCOL_*, --help and the
 * README. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/log.h"

#define OPTIONS_ALLOWED_HOSTS 16

enum verify { VERIFY_OFF, VERIFY_ON };

/* What the command line and the environment say, or the defaults. Texts are borrowed from argv and
 * the environment, those of allowed_hosts from options.c. Seconds are doubles. */
struct options {
    const char *listen; /* "127.0.0.1:8080", "[::]:8080", "unix:PATH" */
    size_t event_threads;
    size_t workers; /* default: cores by affinity and the cgroup's quota */
    size_t max_body;
    size_t max_memory; /* default: half of the cgroup's or the machine's */
    size_t max_result; /* entries */
    double max_multiply_adds;
    size_t max_connections; /* at most what RLIMIT_NOFILE allows, which is raised first */
    double header_timeout;
    size_t min_rate; /* bytes a second, asked for after 10 s; 0: any rate will do */
    double request_timeout;
    double drain_timeout;
    double drain_delay;
    const char *cors_origin; /* "*", or origins separated by commas */
    const char
        *allowed_hosts[OPTIONS_ALLOWED_HOSTS]; /* --allowed-host may be given several times, and
                                                         takes several separated by commas */
    size_t allowed_host_count;
    enum verify verify;
    enum log_format log_format;
    enum log_level log_level;
    bool check;
    bool help;
    bool version;
};

#define OPTIONS_ERROR_ROOM 256

/* Reads the command line, then from the environment what the command line has not said. An empty
 * variable is none. After --help or --version nothing more is read: they work whatever else is
 * wrong.
 *
 * options  overwritten; incomplete on false.
 * error    on false says which option or variable, what was wrong with it, and what is allowed.
 *
 * Returns false on a bad option or value. Raises RLIMIT_NOFILE to its hard limit. Not thread-safe
 * (getopt_long); a second call overwrites the texts of allowed_hosts. */
bool options_read(int argc, char **argv, struct options *options, char error[OPTIONS_ERROR_ROOM]);

/* The text of --help, one row an option with its argument, default and meaning; to be freed. NULL:
 * no memory. */
char *options_help(void);

#endif
