#include "base/options.h"

#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/machine.h"
#include "base/option_value.h"

/* --- The table -------------------------------------------------------------------------------- */

enum kind {
    KIND_ADDRESS,
    KIND_SIZE,    /* bytes */
    KIND_COUNT,   /* of anything else */
    KIND_NUMBER,  /* with decimals */
    KIND_SECONDS, /* with decimals */
    KIND_ORIGINS,
    KIND_HOSTS,
    KIND_CHOICE,
    KIND_FLAG /* takes no value, and has no variable in the environment */
};

struct option_fact {
    const char *name;
    const char *argument;
    const char *initial; /* the default as it would be given; where `machine` knows it, in words */
    enum kind kind;
    size_t place; /* of its value within struct options */
    double least, most;
    const char *help;
    size_t (*machine)(void);    /* computes the default */
    size_t (*ceiling)(void);    /* bounds the value by what the machine allows */
    const char *const *choices; /* KIND_CHOICE: their names, in the order of its enum */
};

static size_t default_event_threads(void)
{
    size_t cores = machine_cores();

    return cores < 4 ? cores : 4;
}

static size_t default_memory(void)
{
    return machine_memory() / 2;
}

static const char *const verify_names[] = {"off", "on", NULL};

/* Connections that there are descriptors for. */
static size_t most_connections(void)
{
    size_t descriptors = machine_descriptors();

    return descriptors > LIMIT_DESCRIPTOR_RESERVE ? descriptors - LIMIT_DESCRIPTOR_RESERVE : 1;
}

static size_t default_connections(void)
{
    size_t most = most_connections();

    return most < 20000 ? most : 20000;
}

#define KIB 1024.0
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)

#define PLACE(member) offsetof(struct options, member)

/* clang-format off */
static const struct option_fact table[] = {
    {"listen", "ADDRESS", "127.0.0.1:8080", KIND_ADDRESS, PLACE(listen), 0, 0,
     "HOST:PORT, [IPV6]:PORT or unix:PATH; port 0 is any", NULL, NULL, NULL},
    {"event-threads", "COUNT", "cores, up to 4", KIND_COUNT, PLACE(event_threads), 1, 64,
     "threads that read requests and write answers", default_event_threads, NULL, NULL},
    {"workers", "COUNT", "cores", KIND_COUNT, PLACE(workers), 1, 1024,
     "threads that compute", machine_cores, NULL, NULL},
    {"max-body", "SIZE", "1G", KIND_SIZE, PLACE(max_body), KIB, TIB,
     "bytes of a request's body", NULL, NULL, NULL},
    {"max-memory", "SIZE", "half of memory", KIND_SIZE, PLACE(max_memory), MIB, 64 * TIB,
     "bytes of memory of all requests together", default_memory, NULL, NULL},
    {"max-result", "COUNT", "128M", KIND_COUNT, PLACE(max_result), 1, TIB,
     "entries of a result", NULL, NULL, NULL},
    {"max-multiply-adds", "NUMBER", "1e13", KIND_NUMBER, PLACE(max_multiply_adds), 1, 1e18,
     "multiplications that one request may take", NULL, NULL, NULL},
    {"max-connections", "COUNT", "20000, or fewer", KIND_COUNT, PLACE(max_connections), 1, MIB,
     "connections at a time, as ulimit -n allows", default_connections,
     most_connections, NULL},
    {"header-timeout", "SECONDS", "10", KIND_SECONDS, PLACE(header_timeout), 0.1, 3600,
     "until a request's header must be complete", NULL, NULL, NULL},
    {"min-rate", "SIZE", "1K", KIND_SIZE, PLACE(min_rate), 0, GIB,
     "bytes a second that a body must come at after 10 s", NULL, NULL, NULL},
    {"request-timeout", "SECONDS", "300", KIND_SECONDS, PLACE(request_timeout), 0.1, 86400,
     "until a request must be answered", NULL, NULL, NULL},
    {"drain-timeout", "SECONDS", "8", KIND_SECONDS, PLACE(drain_timeout), 0, 3600,
     "that requests have to finish when it stops", NULL, NULL, NULL},
    {"drain-delay", "SECONDS", "0", KIND_SECONDS, PLACE(drain_delay), 0, 3600,
     "between /readyz saying 503 and refusing connections", NULL, NULL, NULL},
    {"cors-origin", "ORIGINS", "*", KIND_ORIGINS, PLACE(cors_origin), 0, 0,
     "origins of web pages that may read answers", NULL, NULL, NULL},
    {"allowed-host", "HOSTS", NULL, KIND_HOSTS, PLACE(allowed_hosts), 0, 0,
     "names in Host, besides localhost, served on loopback", NULL, NULL, NULL},
    {"verify", "WHETHER", "on", KIND_CHOICE, PLACE(verify), 0, 0,
     "on: large products are checked before they go; or off", NULL, NULL, verify_names},
    {"log-format", "FORMAT", "text", KIND_CHOICE, PLACE(log_format), 0, 0,
     "text or json", NULL, NULL, log_format_names},
    {"log-level", "LEVEL", "info", KIND_CHOICE, PLACE(log_level), 0, 0,
     "error, warn, info (a line a request) or debug", NULL, NULL, log_level_names},
    {"check", NULL, NULL, KIND_FLAG, PLACE(check), 0, 0,
     "ask the server described here; exit 0 if it is well", NULL, NULL, NULL},
    {"help", NULL, NULL, KIND_FLAG, PLACE(help), 0, 0,
     "print this and exit", NULL, NULL, NULL},
    {"version", NULL, NULL, KIND_FLAG, PLACE(version), 0, 0,
     "print the version and exit", NULL, NULL, NULL},
};
/* clang-format on */

#define TABLE_ROWS (sizeof table / sizeof table[0])

/* --- Values ----------------------------------------------------------------------------------- */

static double most_of(const struct option_fact *fact)
{
    double ceiling = fact->ceiling ? (double)fact->ceiling() : fact->most;

    return ceiling < fact->most ? ceiling : fact->most;
}

static enum value_status read_hosts(const char *text, struct options *options)
{
    static char texts[OPTIONS_ALLOWED_HOSTS][256];

    for (;;) {
        size_t length = strcspn(text, ",");
        char *host = texts[options->allowed_host_count % OPTIONS_ALLOWED_HOSTS];

        if (!value_is_host(text, length))
            return VALUE_MALFORMED;
        if (options->allowed_host_count == OPTIONS_ALLOWED_HOSTS)
            return VALUE_OUT_OF_BOUNDS;
        memcpy(host, text, length);
        host[length] = '\0';
        options->allowed_hosts[options->allowed_host_count++] = host;
        if (text[length] == '\0')
            return VALUE_GOOD;
        text += length + 1;
    }
}

static enum value_status read_choice(const struct option_fact *fact, const char *text, void *value)
{
    for (unsigned i = 0; fact->choices[i]; i++) {
        if (strcmp(text, fact->choices[i]) == 0) {
            memcpy(value, &i, sizeof i);
            return VALUE_GOOD;
        }
    }
    return VALUE_MALFORMED;
}

_Static_assert(sizeof(enum verify) == sizeof(unsigned), "read_choice copies an unsigned");
_Static_assert(sizeof(enum log_level) == sizeof(unsigned), "read_choice copies an unsigned");
_Static_assert(sizeof(enum log_format) == sizeof(unsigned), "read_choice copies an unsigned");

static enum value_status read_text(const char *text, bool is_good, const char **value)
{
    if (!is_good)
        return VALUE_MALFORMED;
    *value = text;
    return VALUE_GOOD;
}

static enum value_status read_value(const struct option_fact *fact, const char *text,
                                    struct options *options)
{
    void *value = (char *)options + fact->place;

    switch (fact->kind) {
    case KIND_ADDRESS:
        return read_text(text, value_is_address(text), value);
    case KIND_ORIGINS:
        return read_text(text, value_is_origins(text), value);
    case KIND_HOSTS:
        return read_hosts(text, options);
    case KIND_SIZE:
    case KIND_COUNT:
        return value_read_whole(text, fact->least, most_of(fact), value);
    case KIND_NUMBER:
    case KIND_SECONDS:
        return value_read_number(text, fact->least, most_of(fact), value);
    case KIND_CHOICE:
        return read_choice(fact, text, value);
    case KIND_FLAG:
        *(bool *)value = true;
    }
    return VALUE_GOOD;
}

/* --- What is wrong with a value --------------------------------------------------------------- */

static const char *noun(enum kind kind)
{
    switch (kind) {
    case KIND_ADDRESS:
        return "an address to listen on";
    case KIND_SIZE:
        return "a size";
    case KIND_ORIGINS:
        return "an origin";
    case KIND_HOSTS:
        return "a host name";
    default:
        return "a number";
    }
}

static void print_allowed(const struct option_fact *fact, struct buffer *text)
{
    char least[32], most[32];

    value_write_whole(fact->least, least, sizeof least);
    value_write_whole(most_of(fact), most, sizeof most);
    switch (fact->kind) {
    case KIND_ADDRESS:
        buffer_add_text(text, "HOST:PORT, [IPV6]:PORT or unix:PATH, with a port from 0 to 65535");
        break;
    case KIND_SIZE:
        buffer_print(text, "a number of bytes, or one with K, M, G or T, from %s to %s", least,
                     most);
        break;
    case KIND_COUNT:
        buffer_print(text, "a whole number, or one with K, M, G or T, from %s to %s", least, most);
        break;
    case KIND_ORIGINS:
        buffer_add_text(text, "*, or such as https://example.com, several separated by commas");
        break;
    case KIND_HOSTS:
        buffer_print(text,
                     "names as in a URL, without scheme and port, %d at most, separated by commas",
                     OPTIONS_ALLOWED_HOSTS);
        break;
    default:
        buffer_print(text, "a number%s from %g to %g",
                     fact->kind == KIND_SECONDS ? " of seconds" : "", fact->least, fact->most);
    }
}

/* What the user called the option: "--max-body", or "ROWCOL_MAX_BODY" from the environment. */
#define CALLED_ROOM 64

static void tell_bad_value(const struct option_fact *fact, const char *called, const char *value,
                           enum value_status status, char error[OPTIONS_ERROR_ROOM])
{
    struct buffer text;

    buffer_begin(&text, OPTIONS_ERROR_ROOM - 1);
    buffer_print(&text, "%s: '%.60s' is ", called, value);
    if (fact->kind == KIND_CHOICE) {
        buffer_add_text(&text, "not one of ");
        for (size_t i = 0; fact->choices[i]; i++)
            buffer_print(&text, "%s%s", i > 0 ? ", " : "", fact->choices[i]);
    } else {
        if (status == VALUE_OUT_OF_BOUNDS)
            buffer_add_text(&text, "out of bounds; give ");
        else
            buffer_print(&text, "not %s; give ", noun(fact->kind));
        print_allowed(fact, &text);
    }
    snprintf(error, OPTIONS_ERROR_ROOM, "%.*s", (int)text.length, text.bytes ? text.bytes : "");
    buffer_free(&text);
}

static bool set_value(const struct option_fact *fact, const char *called, const char *text,
                      struct options *options, char error[OPTIONS_ERROR_ROOM])
{
    enum value_status status = read_value(fact, text, options);

    if (status != VALUE_GOOD)
        tell_bad_value(fact, called, text, status, error);
    return status == VALUE_GOOD;
}

/* --- Where values come from ------------------------------------------------------------------- */

static bool set_defaults(struct options *options, char error[OPTIONS_ERROR_ROOM])
{
    *options = (struct options){0};
    for (size_t i = 0; i < TABLE_ROWS; i++) {
        const struct option_fact *fact = &table[i];

        if (fact->machine)
            *(size_t *)(void *)((char *)options + fact->place) = fact->machine();
        else if (fact->initial && !set_value(fact, fact->name, fact->initial, options, error))
            return false;
    }
    return true;
}

/* What getopt_long returns for the first row; below are its own values and characters. */
#define FIRST_ROW 256

static void tell_bad_option(int result, char **argv, char error[OPTIONS_ERROR_ROOM])
{
    const struct option_fact *fact = optopt >= FIRST_ROW ? &table[optopt - FIRST_ROW] : NULL;

    if (fact && result == ':')
        snprintf(error, OPTIONS_ERROR_ROOM, "--%s: %s is missing", fact->name, fact->argument);
    else if (fact)
        snprintf(error, OPTIONS_ERROR_ROOM, "--%s takes no value", fact->name);
    else if (optopt)
        snprintf(error, OPTIONS_ERROR_ROOM, "'-%c' is not an option", optopt);
    else
        snprintf(error, OPTIONS_ERROR_ROOM, "'%.100s' is not an option", argv[optind - 1]);
}

/* Reads the command line; `given` notes what it sets. */
static bool read_command_line(int argc, char **argv, struct options *options,
                              bool given[TABLE_ROWS], char error[OPTIONS_ERROR_ROOM])
{
    struct option rows[TABLE_ROWS + 1] = {{0}};
    int result;

    for (size_t i = 0; i < TABLE_ROWS; i++)
        rows[i] =
            (struct option){table[i].name, table[i].argument ? required_argument : no_argument,
                            NULL, FIRST_ROW + (int)i};
    opterr = 0;
    optind = 0;
    while ((result = getopt_long(argc, argv, ":", rows, NULL)) != -1) {
        size_t row = (size_t)(result - FIRST_ROW);
        char called[CALLED_ROOM];

        if (result < FIRST_ROW) {
            tell_bad_option(result, argv, error);
            return false;
        }
        snprintf(called, sizeof called, "--%s", table[row].name);
        if (!set_value(&table[row], called, optarg, options, error))
            return false;
        given[row] = true;
        if (options->help || options->version)
            return true;
    }
    if (optind < argc)
        snprintf(error, OPTIONS_ERROR_ROOM, "'%.100s' is out of place: there are only options",
                 argv[optind]);
    return optind == argc;
}

static void name_variable(const struct option_fact *fact, char variable[CALLED_ROOM])
{
    snprintf(variable, CALLED_ROOM, "ROWCOL_%s", fact->name);
    for (char *at = variable; *at; at++)
        *at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
}

static bool read_environment(const bool given[TABLE_ROWS], struct options *options,
                             char error[OPTIONS_ERROR_ROOM])
{
    for (size_t i = 0; i < TABLE_ROWS; i++) {
        char variable[CALLED_ROOM];
        const char *value;

        if (given[i] || table[i].kind == KIND_FLAG)
            continue;
        name_variable(&table[i], variable);
        value = getenv(variable);
        if (value && *value && !set_value(&table[i], variable, value, options, error))
            return false;
    }
    return true;
}

bool options_read(int argc, char **argv, struct options *options, char error[OPTIONS_ERROR_ROOM])
{
    bool given[TABLE_ROWS] = {false};

    if (!set_defaults(options, error) || !read_command_line(argc, argv, options, given, error))
        return false;
    return options->help || options->version || read_environment(given, options, error);
}

/* --- Help ------------------------------------------------------------------------------------- */

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* "--max-body SIZE". */
static int name_option(const struct option_fact *fact, char text[CALLED_ROOM])
{
    return snprintf(text, CALLED_ROOM, "--%s%s%s", fact->name, fact->argument ? " " : "",
                    fact->argument ? fact->argument : "");
}

char *options_help(void)
{
    struct buffer text;
    char name[CALLED_ROOM];
    size_t length;
    int names = 0, initials = 0;

    buffer_begin(&text, LIMIT_HELP);
    buffer_add_text(&text, "Usage: rowcold [OPTION]...\n"
                           "Multiplies matrices over HTTP.\n\n");
    for (size_t i = 0; i < TABLE_ROWS; i++) {
        names = larger(names, name_option(&table[i], name));
        initials = larger(initials, table[i].initial ? (int)strlen(table[i].initial) : 0);
    }
    buffer_print(&text, "  %-*s  %-*s  %s\n", names, "Option", initials, "Default", "Meaning");
    for (size_t i = 0; i < TABLE_ROWS; i++) {
        name_option(&table[i], name);
        buffer_print(&text, "  %-*s  %-*s  %s\n", names, name, initials,
                     table[i].initial ? table[i].initial : "", table[i].help);
    }
    buffer_add_text(
        &text, "\n"
               "COUNT and SIZE may end in K, M, G or T: 64M is 64 times 1024 times 1024.\n"
               "Every option with a value can stand in the environment as well, --max-body as\n"
               "ROWCOL_MAX_BODY and so on; the option wins.\n");
    buffer_add(&text, "", 1);
    return buffer_take(&text, &length);
}
