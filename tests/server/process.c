#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGUMENTS_MOST 32
#define FIRST_PASSED_DESCRIPTOR 3

static void pass_listener(int listener)
{
    char pid[24];

    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    setenv("LISTEN_PID", pid, 1);
    setenv("LISTEN_FDS", "1", 1);
    dup2(listener, FIRST_PASSED_DESCRIPTOR);
}

/* The child's part. It dies with the test, so that no failed test leaves a server behind. */
static void become(char *const *arguments, const struct launch *launch, int output, int error)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    dup2(output, STDOUT_FILENO);
    dup2(error, STDERR_FILENO);
    for (const char *const *pair = launch->environment; pair && *pair; pair++)
        putenv((char *)*pair);
    if (launch->listener)
        pass_listener(launch->listener);
    execv(arguments[0], arguments);
    _exit(127);
}

static struct server spawn(const char *const *before, const struct launch *launch)
{
    struct server server = {
        .output = memfd_create("output", MFD_CLOEXEC),
        .log = memfd_create("log", MFD_CLOEXEC),
    };
    const char *arguments[ARGUMENTS_MOST] = {ROWCOLD_PATH};
    size_t count = 1;

    for (const char *const *option = before; option && *option; option++)
        arguments[count++] = *option;
    for (const char *const *option = launch->options; option && *option; option++) {
        assert_true(count + 1 < ARGUMENTS_MOST);
        arguments[count++] = *option;
    }
    server.pid = fork();
    assert_true(server.pid >= 0);
    if (server.pid == 0)
        become((char *const *)arguments, launch, server.output, server.log);
    return server;
}

bool server_has_ended(struct server *server, int *status)
{
    int word;
    pid_t pid = waitpid(server->pid, &word, WNOHANG);

    if (pid == 0)
        return false;
    assert_int_equal(pid, server->pid);
    server->pid = 0;
    *status = WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
    return true;
}

struct text server_log(const struct server *server)
{
    struct text log = {0};

    text_read_descriptor(&log, server->log);
    return log;
}

bool server_logged(const struct server *server, const char *text)
{
    struct text log = server_log(server);
    bool found = strstr(log.bytes, text) != NULL;

    text_free(&log);
    return found;
}

static void forget(struct server *server)
{
    close(server->output);
    close(server->log);
    *server = (struct server){0};
}

/* Fails the test with all that the server said. */
static void blame(const struct server *server, const char *what, int status)
{
    struct text log = server_log(server);

    fail_msg("%s (status %d). Its log:\n%s", what, status, log.bytes);
}

/* Whether the log has the line that says where the server listens; takes the address from it.
 * The line may be text or JSON. */
static bool find_address(struct server *server)
{
    static const char words[] = "listening on ";
    struct text log = server_log(server);
    const char *line = strstr(log.bytes, words);
    bool complete = line && strchr(line, '\n');

    if (complete) {
        const char *from = line + strlen(words);

        snprintf(server->address, sizeof server->address, "%.*s", (int)strcspn(from, " \"\n"),
                 from);
    }
    text_free(&log);
    return complete;
}

struct server server_launch(const struct launch *launch)
{
    static const char *const listen[] = {"--listen", "127.0.0.1:0", NULL};
    struct server server = spawn(listen, launch);
    int status = 0;

    if (launch->address)
        snprintf(server.address, sizeof server.address, "%s", launch->address);
    WAIT_UNTIL((launch->address ? raw_can_connect(&server) : find_address(&server)) ||
               server_has_ended(&server, &status));
    if (server.pid == 0)
        blame(&server, "rowcold ended instead of listening", status);
    return server;
}

struct server server_start(const char *const *options)
{
    return server_launch(&(struct launch){.options = options});
}

struct server server_elsewhere(const char *address)
{
    struct server server = {0};

    snprintf(server.address, sizeof server.address, "%s", address);
    return server;
}

void server_ended(struct server *server)
{
    int status = -1;

    WAIT_UNTIL(server_has_ended(server, &status));
    if (status != 0)
        blame(server, "rowcold did not end as it should", status);
    if (server_logged(server, "Sanitizer") || server_logged(server, "runtime error:"))
        blame(server, "a sanitizer has something to say", status);
    forget(server);
}

void server_stop(struct server *server)
{
    if (server->pid == 0)
        return;
    kill(server->pid, SIGTERM);
    server_ended(server);
}

struct outcome program_run(const struct launch *launch)
{
    struct server program = spawn(NULL, launch);
    struct outcome outcome = {0};

    WAIT_UNTIL(server_has_ended(&program, &outcome.status));
    text_read_descriptor(&outcome.output, program.output);
    text_read_descriptor(&outcome.error, program.log);
    forget(&program);
    return outcome;
}

void outcome_free(struct outcome *outcome)
{
    text_free(&outcome->output);
    text_free(&outcome->error);
}

double server_peak(const struct server *server)
{
    static const char name[] = "VmHWM:";
    char path[64];
    struct text status = {0};
    const char *line;
    double value;

    snprintf(path, sizeof path, "/proc/%d/status", (int)server->pid);
    assert_true(text_read_file(&status, path));
    line = strstr(status.bytes, name);
    assert_non_null(line);
    value = strtod(line + strlen(name), NULL);
    text_free(&status);
    return value;
}

bool server_forget_peak(const struct server *server)
{
    char path[64];
    int descriptor;
    bool done;

    snprintf(path, sizeof path, "/proc/%d/clear_refs", (int)server->pid);
    descriptor = open(path, O_WRONLY | O_CLOEXEC);
    done = descriptor >= 0 && write(descriptor, "5", 1) == 1;
    if (descriptor >= 0)
        close(descriptor);
    return done;
}
