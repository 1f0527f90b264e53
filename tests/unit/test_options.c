/* Options: what the command line and the environment say, and what is said where they are wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/option_value.h"
#include "base/options.h"

#define MOST_ARGUMENTS 48

static struct options options;
static char error[OPTIONS_ERROR_ROOM];

/* Reads a command line given as one text, its arguments separated by single spaces. */
static bool read_line(const char *line)
{
    static char text[2000];
    char *argv[MOST_ARGUMENTS + 2] = {"rowcold"};
    int argc = 1;

    snprintf(text, sizeof text, "%s", line);
    for (char *argument = strtok(text, " "); argument; argument = strtok(NULL, " "))
        argv[argc++] = argument;
    error[0] = '\0';
    return options_read(argc, argv, &options, error);
}

static void assert_refused(const char *line, const char *with)
{
    assert_false(read_line(line));
    assert_string_equal(error, with);
}

static void without_arguments_there_are_defaults(void **state)
{
    (void)state;
    assert_true(read_line(""));
    assert_string_equal(options.listen, "127.0.0.1:8080");
    assert_in_range(options.event_threads, 1, 4);
    assert_true(options.workers >= 1);
    assert_true(options.max_body == (size_t)1 << 30);
    assert_true(options.max_memory > 1000000);
    assert_true(options.max_result == (size_t)128 << 20);
    assert_true(options.max_multiply_adds == 1e13);
    assert_in_range(options.max_connections, 1, 20000);
    assert_true(options.header_timeout == 10);
    assert_int_equal(options.min_rate, 1024);
    assert_true(options.request_timeout == 300);
    assert_true(options.drain_timeout == 8);
    assert_true(options.drain_delay == 0);
    assert_string_equal(options.cors_origin, "*");
    assert_int_equal(options.allowed_host_count, 0);
    assert_int_equal(options.verify, VERIFY_ON);
    assert_int_equal(options.log_format, LOG_TEXT);
    assert_int_equal(options.log_level, LOG_INFO);
    assert_false(options.check || options.help || options.version);
}

static void every_option_can_be_given(void **state)
{
    (void)state;
    assert_true(
        read_line("--listen unix:/run/rowcol.sock --event-threads 3 --workers 5 --max-body 64M "
                  "--max-memory=2g --max-result 1K --max-multiply-adds 2.5e9 "
                  "--max-connections 17 --header-timeout 0.5 --min-rate 0 "
                  "--request-timeout 7 --drain-timeout 1.25 --drain-delay 3 "
                  "--cors-origin https://example.com --allowed-host a.example "
                  "--verify off --log-format json --log-level debug --check"));
    assert_string_equal(options.listen, "unix:/run/rowcol.sock");
    assert_int_equal(options.event_threads, 3);
    assert_int_equal(options.workers, 5);
    assert_int_equal(options.max_body, 64 << 20);
    assert_true(options.max_memory == (size_t)2 << 30);
    assert_int_equal(options.max_result, 1024);
    assert_true(options.max_multiply_adds == 2.5e9);
    assert_int_equal(options.max_connections, 17);
    assert_true(options.header_timeout == 0.5);
    assert_int_equal(options.min_rate, 0);
    assert_true(options.request_timeout == 7);
    assert_true(options.drain_timeout == 1.25);
    assert_true(options.drain_delay == 3);
    assert_string_equal(options.cors_origin, "https://example.com");
    assert_int_equal(options.allowed_host_count, 1);
    assert_string_equal(options.allowed_hosts[0], "a.example");
    assert_int_equal(options.verify, VERIFY_OFF);
    assert_int_equal(options.log_format, LOG_JSON);
    assert_int_equal(options.log_level, LOG_DEBUG);
    assert_true(options.check);
}

static void an_option_given_again_replaces_but_hosts_add_up(void **state)
{
    (void)state;
    assert_true(read_line("--listen a:1 --listen [::]:2 --allowed-host x --allowed-host y,[::1]"));
    assert_string_equal(options.listen, "[::]:2");
    assert_int_equal(options.allowed_host_count, 3);
    assert_string_equal(options.allowed_hosts[0], "x");
    assert_string_equal(options.allowed_hosts[1], "y");
    assert_string_equal(options.allowed_hosts[2], "[::1]");
}

static void the_environment_says_what_the_command_line_does_not(void **state)
{
    bool good;

    (void)state;
    setenv("ROWCOL_LISTEN", "[::]:8080", 1);
    setenv("ROWCOL_MAX_BODY", "5M", 1);
    setenv("ROWCOL_ALLOWED_HOST", "a,b", 1);
    setenv("ROWCOL_WORKERS", "", 1);
    setenv("ROWCOL_CHECK", "1", 1);
    setenv("ROWCOL_PORT", "tcp://10.0.0.1:80", 1);
    good = read_line("--max-body 6M");
    clearenv();
    assert_true(good);
    assert_string_equal(options.listen, "[::]:8080");
    assert_int_equal(options.max_body, 6 << 20);
    assert_int_equal(options.allowed_host_count, 2);
    assert_true(options.workers >= 1);
    assert_false(options.check);
}

static void a_bad_variable_is_named_as_such(void **state)
{
    (void)state;
    setenv("ROWCOL_MAX_BODY", "much", 1);
    assert_refused(
        "", "ROWCOL_MAX_BODY: 'much' is not a size; give a number of bytes, or one with K, M, "
            "G or T, from 1K to 1T");
    assert_true(read_line("--max-body 1G"));
    clearenv();
}

static void help_and_version_work_whatever_else_is_wrong(void **state)
{
    (void)state;
    setenv("ROWCOL_MAX_BODY", "much", 1);
    assert_true(read_line("--help --nonsense"));
    assert_true(options.help);
    assert_true(read_line("--version"));
    assert_true(options.version);
    clearenv();
}

static void a_bad_value_is_quoted_with_what_is_allowed(void **state)
{
    (void)state;
    assert_refused("--max-body 12Q",
                   "--max-body: '12Q' is not a size; give a number of bytes, or one "
                   "with K, M, G or T, from 1K to 1T");
    assert_refused("--max-body 1023",
                   "--max-body: '1023' is out of bounds; give a number of bytes, or "
                   "one with K, M, G or T, from 1K to 1T");
    assert_refused("--workers 0",
                   "--workers: '0' is out of bounds; give a whole number, or one with "
                   "K, M, G or T, from 1 to 1K");
    assert_refused("--header-timeout soon",
                   "--header-timeout: 'soon' is not a number; give a number of "
                   "seconds from 0.1 to 3600");
    assert_refused("--drain-timeout -1", "--drain-timeout: '-1' is out of bounds; give a number of "
                                         "seconds from 0 to 3600");
    assert_refused("--max-multiply-adds 1e999",
                   "--max-multiply-adds: '1e999' is out of bounds; give a "
                   "number from 1 to 1e+18");
    assert_refused("--verify yes", "--verify: 'yes' is not one of off, on");
    assert_refused("--log-format xml", "--log-format: 'xml' is not one of text, json");
    assert_refused("--log-level 3", "--log-level: '3' is not one of error, warn, info, debug");
    assert_refused("--listen 8080",
                   "--listen: '8080' is not an address to listen on; give HOST:PORT, "
                   "[IPV6]:PORT or unix:PATH, with a port from 0 to 65535");
    assert_refused("--cors-origin example.com",
                   "--cors-origin: 'example.com' is not an origin; give *, or such as "
                   "https://example.com, several separated by commas");
    assert_refused("--allowed-host http://a",
                   "--allowed-host: 'http://a' is not a host name; give names as in a URL, without "
                   "scheme and port, 16 at most, separated by commas");
}

static void an_error_about_a_very_long_value_fits(void **state)
{
    char line[1000] = "--allowed-host ";

    (void)state;
    memset(line + strlen(line), '/', 900);
    assert_false(read_line(line));
    assert_true(strlen(error) < sizeof error);
    assert_non_null(strstr(error, "separated by commas"));
}

static void options_and_arguments_that_there_are_not_are_named(void **state)
{
    (void)state;
    assert_refused("--nonsense", "'--nonsense' is not an option");
    assert_refused("--nonsense=5", "'--nonsense=5' is not an option");
    assert_refused("-x", "'-x' is not an option");
    assert_refused("--check=5", "--check takes no value");
    assert_refused("--max-body", "--max-body: SIZE is missing");
    assert_refused("--check serve", "'serve' is out of place: there are only options");
}

static void there_is_an_end_to_allowed_hosts(void **state)
{
    (void)state;
    assert_true(read_line("--allowed-host 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"));
    assert_int_equal(options.allowed_host_count, OPTIONS_ALLOWED_HOSTS);
    assert_string_equal(options.allowed_hosts[0], "1");
    assert_string_equal(options.allowed_hosts[15], "16");
    assert_false(
        read_line("--allowed-host 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 --allowed-host 17"));
}

static void more_connections_than_descriptors_are_refused(void **state)
{
    (void)state;
    assert_false(read_line("--max-connections 2000000"));
    assert_non_null(strstr(error, "--max-connections: '2000000' is out of bounds"));
}

/* --- Kinds of values -------------------------------------------------------------------------- */

static void whole_numbers_are_read_with_their_units(void **state)
{
    static const char *const malformed[] = {"",     "K",   "-1",   "+1",  " 1", "1 ",  "1.5G",
                                            "0x10", "1KB", "1KiB", "1e3", "1P", "12Q", "\xd9\xa1"};
    size_t value = 0;

    (void)state;
    assert_int_equal(value_read_whole("1k", 0, 1e18, &value), VALUE_GOOD);
    assert_int_equal(value, 1024);
    assert_int_equal(value_read_whole("3T", 0, 1e18, &value), VALUE_GOOD);
    assert_true(value == (size_t)3 << 40);
    assert_int_equal(value_read_whole("007", 7, 7, &value), VALUE_GOOD);
    assert_int_equal(value, 7);
    assert_int_equal(value_read_whole("8", 7, 7, &value), VALUE_OUT_OF_BOUNDS);
    assert_int_equal(value_read_whole("18446744073709551616", 0, 1e30, &value),
                     VALUE_OUT_OF_BOUNDS);
    assert_int_equal(value_read_whole("18014398509481984K", 0, 1e30, &value), VALUE_OUT_OF_BOUNDS);
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_int_equal(value_read_whole(malformed[i], 0, 1e18, &value), VALUE_MALFORMED);
    assert_int_equal(value, 7);
}

static void numbers_are_read_with_their_decimals(void **state)
{
    static const char *const malformed[] = {"", ".5", "5.", "1,5", "0x1", "inf", "nan", "1s", " 1"};
    double value = 0;

    (void)state;
    assert_int_equal(value_read_number("0.25", 0, 1, &value), VALUE_GOOD);
    assert_true(value == 0.25);
    assert_int_equal(value_read_number("1e13", 0, 1e18, &value), VALUE_GOOD);
    assert_true(value == 1e13);
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++)
        assert_int_equal(value_read_number(malformed[i], 0, 1, &value), VALUE_MALFORMED);
}

static void bounds_are_written_in_the_largest_unit(void **state)
{
    char text[32];

    (void)state;
    value_write_whole(0, text, sizeof text);
    assert_string_equal(text, "0");
    value_write_whole(1025, text, sizeof text);
    assert_string_equal(text, "1025");
    value_write_whole(3 * 1048576.0, text, sizeof text);
    assert_string_equal(text, "3M");
    value_write_whole(64 * 1099511627776.0, text, sizeof text);
    assert_string_equal(text, "64T");
}

static void addresses_have_a_host_and_a_port_or_a_path(void **state)
{
    static const char *const good[] = {"127.0.0.1:8080", "localhost:0",       "[::]:65535",
                                       "[::1]:80",       "[fe80::1%eth0]:80", "unix:/a b",
                                       "unix:relative",  "my_host:1"};
    static const char *const bad[] = {"",         ":80",         "host",   "host:", "host:65536",
                                      "host:-1",  "host:8x",     "::1:80", "[::1]", "[::1]80",
                                      "[host]:1", "[]:1",        "[::1:1", "unix:", "http://a:80",
                                      "a b:80",   "host:000080", "host: 1"};
    char path[200] = "unix:";

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(value_is_address(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(value_is_address(bad[i]));
    memset(path + 5, 'x', 107);
    assert_true(value_is_address(path));
    memset(path + 5, 'x', 108);
    assert_false(value_is_address(path));
}

static void origins_are_schemes_with_hosts(void **state)
{
    static const char *const good[] = {"*",
                                       "https://example.com",
                                       "http://localhost:3000",
                                       "http://[::1]:3000",
                                       "http://[::1]",
                                       "https://a.example,https://b.example:8443"};
    static const char *const bad[] = {"",
                                      "example.com",
                                      "https://",
                                      "https://a/",
                                      "https://a/b",
                                      "https://a:",
                                      "https://a:x",
                                      "https://a b",
                                      "*,https://a",
                                      "https://a,",
                                      "https://a\r\nX: y",
                                      "http://[::1",
                                      "://a",
                                      "null"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(value_is_origins(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(value_is_origins(bad[i]));
}

/* --- Help ------------------------------------------------------------------------------------- */

static const char *const names[] =
    {"listen",          "event-threads",     "workers",         "max-body",       "max-memory",
     "max-result",      "max-multiply-adds", "max-connections", "header-timeout", "min-rate",
     "request-timeout", "drain-timeout",     "drain-delay",     "cors-origin",    "allowed-host",
     "verify",          "log-format",        "log-level",       "check",          "help",
     "version"};

#define NAMES (sizeof names / sizeof *names)

static void help_has_a_row_for_every_option_and_no_other(void **state)
{
    char *help = options_help();
    size_t rows = 0;

    (void)state;
    assert_non_null(help);
    for (const char *at = help; (at = strstr(at, "\n  --")); at++)
        rows++;
    assert_int_equal(rows, NAMES);
    for (size_t i = 0; i < NAMES; i++) {
        char row[64];

        snprintf(row, sizeof row, "\n  --%s ", names[i]);
        assert_non_null(strstr(help, row));
    }
    free(help);
}

static void help_is_aligned_and_fits_a_screen(void **state)
{
    char *help = options_help();
    size_t meaning;

    (void)state;
    assert_non_null(help);
    meaning = strcspn(strstr(help, "  Option"), "M");
    for (char *line = strtok(help, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(strlen(line) <= 100);
        if (strncmp(line, "  --", 4) != 0)
            continue;
        assert_int_equal(line[meaning - 1], ' ');
        assert_int_not_equal(line[meaning], ' ');
    }
    free(help);
}

/* A default that help shows is one that can be given, with the same effect. */
static void what_help_shows_as_default_is_the_default(void **state)
{
    char *help = options_help();
    char line[1000] = "", option[64], argument[64], initial[64];
    size_t column;
    struct options defaults;

    (void)state;
    assert_non_null(help);
    column = strcspn(strstr(help, "  Option"), "D");
    assert_true(read_line(""));
    defaults = options;
    for (const char *row = strstr(help, "\n  --"); row; row = strstr(row + 1, "\n  --")) {
        if (sscanf(row, " %63s %63s", option, argument) != 2 || row[1 + column] == ' ')
            continue;
        sscanf(row + 1 + column, "%63s", initial);
        if (strchr("ch", initial[0]) || strchr(initial, ','))
            continue; /* the machine's: in words */
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s %s ", option, initial);
    }
    free(help);
    assert_true(read_line(line));
    assert_string_equal(options.listen, defaults.listen);
    assert_int_equal(options.max_body, defaults.max_body);
    assert_int_equal(options.max_result, defaults.max_result);
    assert_true(options.max_multiply_adds == defaults.max_multiply_adds);
    assert_true(options.header_timeout == defaults.header_timeout);
    assert_int_equal(options.min_rate, defaults.min_rate);
    assert_true(options.request_timeout == defaults.request_timeout);
    assert_true(options.drain_timeout == defaults.drain_timeout);
    assert_true(options.drain_delay == defaults.drain_delay);
    assert_string_equal(options.cors_origin, defaults.cors_origin);
    assert_int_equal(options.verify, defaults.verify);
    assert_int_equal(options.log_format, defaults.log_format);
    assert_int_equal(options.log_level, defaults.log_level);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_arguments_there_are_defaults),
        cmocka_unit_test(every_option_can_be_given),
        cmocka_unit_test(an_option_given_again_replaces_but_hosts_add_up),
        cmocka_unit_test(the_environment_says_what_the_command_line_does_not),
        cmocka_unit_test(a_bad_variable_is_named_as_such),
        cmocka_unit_test(help_and_version_work_whatever_else_is_wrong),
        cmocka_unit_test(a_bad_value_is_quoted_with_what_is_allowed),
        cmocka_unit_test(an_error_about_a_very_long_value_fits),
        cmocka_unit_test(options_and_arguments_that_there_are_not_are_named),
        cmocka_unit_test(there_is_an_end_to_allowed_hosts),
        cmocka_unit_test(more_connections_than_descriptors_are_refused),
        cmocka_unit_test(whole_numbers_are_read_with_their_units),
        cmocka_unit_test(numbers_are_read_with_their_decimals),
        cmocka_unit_test(bounds_are_written_in_the_largest_unit),
        cmocka_unit_test(addresses_have_a_host_and_a_port_or_a_path),
        cmocka_unit_test(origins_are_schemes_with_hosts),
        cmocka_unit_test(help_has_a_row_for_every_option_and_no_other),
        cmocka_unit_test(help_is_aligned_and_fits_a_screen),
        cmocka_unit_test(what_help_shows_as_default_is_the_default),
    };

    clearenv();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
