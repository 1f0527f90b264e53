/* A call of LAPACK can't be stopped, and takes as long as it takes: nobody has to wait for it who
 * does not want its result. */
#include "testing.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Its eigenvalues take tens of seconds: longer than any test below looks at them. */
#define SIZE 3000

static struct text body;

/* As .npy of bytes, which is read in no time. */
static int make_body(void **state)
{
    char header[128];
    struct matrix a = matrix_make(SIZE, SIZE, ENTRIES_WHOLE, 1);

    (void)state;
    memset(header, ' ', sizeof header);
    memcpy(header, "\x93NUMPY\x01\0\x76\0", 10);
    header[10 + snprintf(header + 10, sizeof header - 10,
                         "{'descr': '|i1', 'fortran_order': False, 'shape': (%d, %d)}", SIZE,
                         SIZE)] = ' ';
    header[sizeof header - 1] = '\n';
    text_add(&body, header, sizeof header);
    for (size_t i = 0; i < (size_t)SIZE * SIZE; i++)
        text_add(&body, &(int8_t){(int8_t)a.entries[i]}, 1);
    matrix_free(&a);
    return 0;
}

static int free_body(void **state)
{
    (void)state;
    text_free(&body);
    return 0;
}

static void begin_eigen(struct raw *raw, const struct server *server)
{
    raw_open(raw, server);
    raw_say(raw,
            "POST /v1/eigen HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-npy\r\n"
            "Content-Length: %zu\r\n\r\n",
            body.length);
    raw_send(raw, body.bytes, body.length);
}

/* The processor time, in ticks of the clock, of the threads of a process that have this name. */
static unsigned long ticks_of(pid_t pid, const char *name)
{
    unsigned long ticks = 0;
    char path[64];
    DIR *tasks;

    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    tasks = opendir(path);
    assert_non_null(tasks);
    for (struct dirent *task = readdir(tasks); task; task = readdir(tasks)) {
        struct text stat = {0};
        unsigned long user;
        char file[400];

        snprintf(file, sizeof file, "%s/%s/stat", path, task->d_name);
        if (task->d_name[0] != '.' && text_read_file(&stat, file) && strstr(stat.bytes, name) &&
            sscanf(strchr(stat.bytes, ')') + 1, " %*c%*d%*d%*d%*d%*d%*u%*u%*u%*u%*u%lu", &user) ==
                1)
            ticks += user;
        text_free(&stat);
    }
    closedir(tasks);
    return ticks;
}

/* With one worker the pool reads no bodies: it is LAPACK that its thread works for. */
static void await_lapack(const struct server *server)
{
    WAIT_UNTIL(ticks_of(server->pid, "(compute)") >= 5);
}

static void a_deadline_is_told_while_it_runs(void **state)
{
    struct server server = server_start(OPTIONS("--request-timeout", "5", "--workers", "1"));
    struct raw raw;
    struct answer answer;

    (void)state;
    begin_eigen(&raw, &server);
    answer = raw_answer(&raw, "POST");
    assert_problem(&answer, 408, "timeout");
    assert_int_equal(metric(&server, "rowcol_jobs"), 1);
    assert_true(metric(&server, "rowcol_memory_reserved_bytes") > SIZE * SIZE * 8.0);
    assert_true(multiplies(&server));
    answer_free(&answer);
    raw_close(&raw);
    server_stop(&server);
}

static void a_client_that_leaves_is_counted_while_it_runs(void **state)
{
    struct server server = server_start(OPTIONS("--workers", "1"));
    struct raw raw;

    (void)state;
    begin_eigen(&raw, &server);
    await_lapack(&server);
    raw_reset(&raw);
    WAIT_UNTIL(metric(&server, "rowcol_requests_cancelled_total") == 1);
    assert_int_equal(metric(&server, "rowcol_jobs"), 1);
    server_stop(&server);
}

static void a_server_that_stops_does_not_wait_for_it(void **state)
{
    struct server server = server_start(OPTIONS("--drain-timeout", "0.5", "--workers", "1"));
    struct raw raw;

    (void)state;
    begin_eigen(&raw, &server);
    await_lapack(&server);
    kill(server.pid, SIGTERM);
    raw_await_end(&raw);
    WAIT_UNTIL(server_logged(&server, "in the middle of 1 calculations"));
    server_ended(&server);
    raw_close(&raw);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_is_told_while_it_runs),
        cmocka_unit_test(a_client_that_leaves_is_counted_while_it_runs),
        cmocka_unit_test(a_server_that_stops_does_not_wait_for_it),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("unstoppable", tests, make_body, free_body);
}
