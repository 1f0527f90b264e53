/* The log: lines that tools can read, that no client can forge, and that nobody waits for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

#define TIME "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z"
#define FIELDS(list) (list), sizeof(list) / sizeof(list)[0]

/* Standard error, while it is somewhere else. Nothing is asserted meanwhile: a failure would be
 * lost. */
static int true_stderr = -1;

static void redirect(int descriptor)
{
    true_stderr = dup(STDERR_FILENO);
    dup2(descriptor, STDERR_FILENO);
}

static void restore(void)
{
    dup2(true_stderr, STDERR_FILENO);
    close(true_stderr);
}

/* What the log has written so far: a file without a name. */
static char captured[256 * 1024];
static FILE *file;

static void capture(enum log_level level, enum log_format format)
{
    file = tmpfile();
    redirect(fileno(file));
    log_begin(level, format);
}

static const char *capture_end(void)
{
    log_flush();
    restore();
    rewind(file);
    captured[fread(captured, 1, sizeof captured - 1, file)] = '\0';
    fclose(file);
    return captured;
}

static bool matches(const char *text, const char *pattern)
{
    regex_t compiled;
    bool does;

    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    does = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return does;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void a_text_line_has_time_level_message_and_fields(void **state)
{
    const struct log_field fields[] = {
        LOG_FIELD_OF_TEXT("method", "POST"),
        LOG_FIELD_OF_TEXT("target", "/v1/shape?a=b"),
        LOG_FIELD_OF_WHOLE("status", 200),
        LOG_FIELD_OF_NUMBER("ms", 1.23456),
        LOG_FIELD_OF_TEXT("agent", "a \"b\\"),
        LOG_FIELD_OF_TEXT("referer", NULL),
        LOG_FIELD_OF_TEXT("empty", ""),
        LOG_FIELD_OF_TEXT("words", "a b"),
        LOG_FIELD_OF_TEXT("name", "h\xc3\xa4user"),
    };

    (void)state;
    capture(LOG_INFO, LOG_TEXT);
    log_line(LOG_INFO, "request", FIELDS(fields));
    assert_true(
        matches(capture_end(),
                TIME " info request method=POST target=\"/v1/shape\\?a=b\" status=200 ms=1\\.235 "
                     "agent=\"a \\\\\"b\\\\\\\\\" empty=\"\" words=\"a b\" name=h\xc3\xa4user\n$"));
}

static void a_json_line_reads_back_as_what_was_logged(void **state)
{
    const char *text = "a \"b\\ \x01\x7f\xc2\x9b\t\n\r h\xc3\xa4user";
    const struct log_field fields[] = {
        LOG_FIELD_OF_TEXT("agent", text), LOG_FIELD_OF_WHOLE("status", -7),
        LOG_FIELD_OF_NUMBER("ms", 0.5),   LOG_FIELD_OF_TEXT("referer", NULL),
        LOG_FIELD_OF_NUMBER("rate", NAN),
    };
    json_t *line;

    (void)state;
    capture(LOG_INFO, LOG_JSON);
    log_line(LOG_WARN, text, FIELDS(fields));
    line = json_loads(capture_end(), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(line);
    assert_true(matches(json_string_value(json_object_get(line, "time")), TIME "$"));
    assert_string_equal(json_string_value(json_object_get(line, "level")), "warn");
    assert_string_equal(json_string_value(json_object_get(line, "message")), text);
    assert_string_equal(json_string_value(json_object_get(line, "agent")), text);
    assert_int_equal(json_integer_value(json_object_get(line, "status")), -7);
    assert_true(json_real_value(json_object_get(line, "ms")) == 0.5);
    assert_null(json_object_get(line, "referer"));
    assert_true(json_is_null(json_object_get(line, "rate")));
    json_decref(line);
}

static void numbers_are_written_as_printf_would(void **state)
{
    static const double numbers[] = {0,      0.0004, 0.0006, 0.5,  12.0626,  999.9996,
                                     1234.5, 1e14,   1e15,   1e20, -0.00125, -1234.5678};
    static const long long wholes[] = {0, 7, -7, 1000000, LLONG_MAX, LLONG_MIN};
    struct log_field fields[18];
    char expected[2000] = "";
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < 12; i++) {
        fields[count++] = (struct log_field)LOG_FIELD_OF_NUMBER("n", numbers[i]);
        snprintf(expected + strlen(expected), 400, " n=%.3f", numbers[i]);
    }
    for (size_t i = 0; i < 6; i++) {
        fields[count++] = (struct log_field)LOG_FIELD_OF_WHOLE("n", wholes[i]);
        snprintf(expected + strlen(expected), 400, " n=%lld", wholes[i]);
    }
    capture(LOG_INFO, LOG_TEXT);
    log_line(LOG_INFO, "m", fields, count);
    capture_end();
    assert_non_null(strstr(captured, expected));
}

static void no_text_can_begin_a_line_or_move_the_cursor(void **state)
{
    const char *evil = "x\n2026-01-01T00:00:00.000Z error forged\r\x1b[2J\x7f\xc2\x9b"
                       "2J\xff\xc3";
    const struct log_field fields[] = {LOG_FIELD_OF_TEXT("target", evil)};

    (void)state;
    for (enum log_format format = LOG_TEXT; format <= LOG_JSON; format++) {
        const char *text;

        capture(LOG_INFO, format);
        log_line(LOG_INFO, evil, FIELDS(fields));
        log_say(LOG_INFO, "%s", evil);
        text = capture_end();
        assert_int_equal(count_lines(text), 2);
        assert_null(strpbrk(text, "\r\x1b\x7f\xff\xc2\xc3"));
    }
}

static void bytes_that_are_no_utf_8_are_shown_as_such(void **state)
{
    const struct log_field fields[] = {LOG_FIELD_OF_TEXT("agent", "a\xff")};
    json_t *line;

    (void)state;
    capture(LOG_INFO, LOG_TEXT);
    log_line(LOG_INFO, "m", FIELDS(fields));
    assert_true(matches(capture_end(), " info m agent=\"a\\\\xff\"\n$"));
    capture(LOG_INFO, LOG_JSON);
    log_line(LOG_INFO, "m", FIELDS(fields));
    line = json_loads(capture_end(), 0, NULL);
    assert_string_equal(json_string_value(json_object_get(line, "agent")), "a\xef\xbf\xbd");
    json_decref(line);
}

static void lines_below_the_level_are_left_out(void **state)
{
    const char *text;

    (void)state;
    capture(LOG_WARN, LOG_TEXT);
    log_say(LOG_ERROR, "one");
    log_say(LOG_WARN, "two");
    log_say(LOG_INFO, "three");
    log_say(LOG_DEBUG, "four");
    text = capture_end();
    assert_true(log_wanted(LOG_ERROR));
    assert_true(log_wanted(LOG_WARN));
    assert_false(log_wanted(LOG_INFO));
    assert_int_equal(count_lines(text), 2);
    assert_non_null(strstr(text, " error one\n"));
    assert_non_null(strstr(text, " warn two\n"));
}

static void warnings_are_written_at_once_and_take_what_waits_along(void **state)
{
    long before, after;

    (void)state;
    capture(LOG_INFO, LOG_TEXT);
    log_say(LOG_INFO, "waits");
    before = lseek(STDERR_FILENO, 0, SEEK_CUR);
    log_say(LOG_WARN, "does not");
    after = lseek(STDERR_FILENO, 0, SEEK_CUR);
    assert_int_equal(strlen(capture_end()), after);
    assert_int_equal(before, 0);
    assert_true(matches(captured, " info waits\n.* warn does not\n$"));
}

static void very_long_texts_are_cut_and_the_line_stays_sound(void **state)
{
    static char text[40000];
    struct log_field fields[40];
    json_t *line;

    (void)state;
    memset(text, '\x01', sizeof text - 1);
    for (size_t i = 0; i < 40; i++)
        fields[i] = (struct log_field)LOG_FIELD_OF_TEXT("text", text);
    fields[0] = (struct log_field)LOG_FIELD_OF_WHOLE("status", 200);
    capture(LOG_INFO, LOG_JSON);
    log_line(LOG_INFO, text, FIELDS(fields));
    log_say(LOG_INFO, "%s", text);
    capture_end();
    assert_int_equal(count_lines(captured), 2);
    line = json_loads(captured, JSON_DISABLE_EOF_CHECK, NULL);
    assert_non_null(line);
    assert_int_equal(json_integer_value(json_object_get(line, "status")), 200);
    assert_non_null(strstr(json_string_value(json_object_get(line, "text")), "\x01..."));
    json_decref(line);
}

/* --- Readers that don't read ------------------------------------------------------------------ */

/* Reads what has arrived, without waiting. */
static void read_arrived(int descriptor)
{
    size_t length = strlen(captured);
    ssize_t got;

    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    while ((got = read(descriptor, captured + length, sizeof captured - 1 - length)) > 0)
        length += (size_t)got;
    captured[length] = '\0';
}

/* Every line is whole, and those that were lost are told: together they are `lines`. */
static void assert_all_accounted_for(size_t lines)
{
    size_t seen = 0, lost = 0, number;

    for (char *line = strtok(captured, "\n"); line; line = strtok(NULL, "\n")) {
        const char *told = strstr(line, "warn log lines were lost lines=");

        assert_true(matches(line, TIME));
        if (told && sscanf(strrchr(told, '=') + 1, "%zu", &number) == 1)
            lost += number;
        else if (matches(line, " line number [0-9]+ of many$"))
            seen++;
        else
            fail_msg("a line that is not whole: %s", line);
    }
    assert_true(lost > 0);
    assert_int_equal(seen + lost, lines);
}

/* Writes more lines than the other end and the log have room for, then lets the reader wake up. */
static void overfill(int reader, int writer)
{
    enum { LINES = 8000 };

    captured[0] = '\0';
    redirect(writer);
    log_begin(LOG_INFO, LOG_TEXT);
    for (int i = 0; i < LINES; i++)
        log_say(i % 100 == 0 ? LOG_ERROR : LOG_INFO, "line number %d of many", i);
    for (int i = 0; i < 100; i++) {
        log_flush();
        read_arrived(reader);
    }
    restore();
    close(reader);
    close(writer);
    assert_all_accounted_for(LINES);
}

static void a_full_pipe_loses_lines_and_holds_nobody_up(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[1], F_SETPIPE_SZ, 8192);
    overfill(ends[0], ends[1]);
}

static void a_full_socket_loses_lines_and_holds_nobody_up(void **state)
{
    const int room = 8192;
    int ends[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    overfill(ends[0], ends[1]);
}

static void a_closed_pipe_loses_lines_and_nothing_else(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    redirect(ends[1]);
    log_begin(LOG_INFO, LOG_TEXT);
    log_say(LOG_INFO, "line number 1 of many");
    log_say(LOG_ERROR, "line number 2 of many");
    restore();
    close(ends[1]);
    capture(LOG_INFO, LOG_TEXT);
    log_say(LOG_INFO, "line number 3 of many");
    capture_end();
    assert_all_accounted_for(3);
}

/* The one that flushes may be about to end the program. */
static void what_was_lost_is_told_by_the_flush_that_finds_room(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    redirect(ends[1]);
    log_begin(LOG_INFO, LOG_TEXT);
    log_say(LOG_ERROR, "line number 1 of many");
    restore();
    close(ends[1]);
    capture(LOG_INFO, LOG_TEXT);
    capture_end();
    assert_all_accounted_for(1);
}

static void a_line_torn_by_a_full_disk_does_not_spoil_the_next(void **state)
{
    struct rlimit all, little;

    (void)state;
    getrlimit(RLIMIT_FSIZE, &all);
    little = all;
    little.rlim_cur = 100;
    capture(LOG_INFO, LOG_TEXT);
    setrlimit(RLIMIT_FSIZE, &little);
    for (int i = 0; i < 5; i++)
        log_say(LOG_ERROR, "line number %d of many", i);
    setrlimit(RLIMIT_FSIZE, &all);
    log_say(LOG_ERROR, "line number 5 of many");
    capture_end();
    assert_true(matches(captured, "line number 0 of many\n.*line number 5 of many\n$"));
    assert_non_null(strstr(captured, " lines=4\n"));
    assert_int_equal(count_lines(captured), 4);
    for (char *line = captured; *line; line = strchr(line, '\n') + 1)
        assert_true(matches(line, TIME));
}

/* --- Many threads ----------------------------------------------------------------------------- */

static void *write_lines(void *unused)
{
    (void)unused;
    for (int i = 0; i < 500; i++)
        log_say(i % 50 == 0 ? LOG_WARN : LOG_INFO, "line number %d of many", i);
    return NULL;
}

static void lines_of_many_threads_stay_whole(void **state)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];

    (void)state;
    capture(LOG_INFO, LOG_TEXT);
    for (size_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, write_lines, NULL);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    capture_end();
    assert_int_equal(count_lines(captured), THREADS * 500);
    for (char *line = captured; *line; line = strchr(line, '\n') + 1)
        assert_true(matches(line, TIME " (info|warn) line number [0-9]+ of many\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_line_has_time_level_message_and_fields),
        cmocka_unit_test(a_json_line_reads_back_as_what_was_logged),
        cmocka_unit_test(numbers_are_written_as_printf_would),
        cmocka_unit_test(no_text_can_begin_a_line_or_move_the_cursor),
        cmocka_unit_test(bytes_that_are_no_utf_8_are_shown_as_such),
        cmocka_unit_test(lines_below_the_level_are_left_out),
        cmocka_unit_test(warnings_are_written_at_once_and_take_what_waits_along),
        cmocka_unit_test(very_long_texts_are_cut_and_the_line_stays_sound),
        cmocka_unit_test(a_full_pipe_loses_lines_and_holds_nobody_up),
        cmocka_unit_test(a_full_socket_loses_lines_and_holds_nobody_up),
        cmocka_unit_test(a_closed_pipe_loses_lines_and_nothing_else),
        cmocka_unit_test(what_was_lost_is_told_by_the_flush_that_finds_room),
        cmocka_unit_test(a_line_torn_by_a_full_disk_does_not_spoil_the_next),
        cmocka_unit_test(lines_of_many_threads_stay_whole),
    };

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
