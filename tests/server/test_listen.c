/* Where the server listens, and --check, which asks it there. */
#include "testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[] = "/tmp/rowcol-listen-XXXXXX";

/* "unix:" and a path in the test's own folder. */
static const char *unix_address(const char *name)
{
    static char address[128];

    snprintf(address, sizeof address, "unix:%s/%s", folder, name);
    return address;
}

static int check_status(const char *listen)
{
    struct outcome outcome =
        program_run(&(struct launch){.options = OPTIONS("--check", "--listen", listen)});
    int status = outcome.status;

    if (status != 0)
        print_message("%s", outcome.error.bytes);
    outcome_free(&outcome);
    return status;
}

static const char *host_and_port(const struct server *server)
{
    return server->address + strlen("http://");
}

static const char *port_of(const struct server *server)
{
    return strrchr(server->address, ':') + 1;
}

static struct server at(const char *host, const struct server *server)
{
    char address[160];

    snprintf(address, sizeof address, "http://%s:%s", host, port_of(server));
    return server_elsewhere(address);
}

static bool machine_has_ipv6(void)
{
    struct sockaddr_in6 loopback = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int descriptor = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool has = descriptor >= 0 && bind(descriptor, (const struct sockaddr *)(const void *)&loopback,
                                       sizeof loopback) == 0;

    if (descriptor >= 0)
        close(descriptor);
    return has;
}

static void check_finds_a_server_on_tcp(void **state)
{
    struct server server = server_start(NULL);
    char address[160];

    (void)state;
    snprintf(address, sizeof address, "%s", host_and_port(&server));
    assert_int_equal(check_status(address), 0);
    server_stop(&server);
    assert_int_equal(check_status(address), 1);
}

static void check_of_a_wildcard_asks_by_loopback(void **state)
{
    struct server server = server_start(OPTIONS("--listen", "0.0.0.0:0"));
    char address[160];

    (void)state;
    snprintf(address, sizeof address, "0.0.0.0:%s", port_of(&server));
    assert_int_equal(check_status(address), 0);
    server_stop(&server);
    assert_int_equal(check_status(address), 1);
}

static void check_reads_the_environment_as_the_server_does(void **state)
{
    struct server server = server_start(NULL);
    char variable[200];
    struct outcome outcome;

    (void)state;
    snprintf(variable, sizeof variable, "ROWCOL_LISTEN=%s", host_and_port(&server));
    outcome = program_run(
        &(struct launch){.options = OPTIONS("--check"), .environment = OPTIONS(variable)});
    assert_int_equal(outcome.status, 0);
    outcome_free(&outcome);
    server_stop(&server);
}

/* Something listens there, but it is no rowcold. */
static void check_does_not_take_silence_for_an_answer(void **state)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char text[64];

    (void)state;
    assert_int_equal(bind(listener, (const struct sockaddr *)(const void *)&address, length), 0);
    assert_int_equal(listen(listener, 5), 0);
    getsockname(listener, (struct sockaddr *)(void *)&address, &length);
    snprintf(text, sizeof text, "127.0.0.1:%d", ntohs(address.sin_port));
    assert_int_equal(check_status(text), 1);
    close(listener);
}

static void unix_socket_is_served_and_checked(void **state)
{
    char address[128], path[128];
    struct server server;
    struct stat status;

    (void)state;
    snprintf(address, sizeof address, "%s", unix_address("served"));
    snprintf(path, sizeof path, "%s", address + strlen("unix:"));
    server = server_start(OPTIONS("--listen", address));
    assert_string_equal(server.address, address);
    assert_true(multiplies(&server));
    assert_int_equal(check_status(address), 0);
    assert_int_equal(stat(path, &status), 0);
    assert_true(S_ISSOCK(status.st_mode));
    server_stop(&server);
    assert_int_not_equal(stat(path, &status), 0);
    assert_int_equal(check_status(address), 1);
}

/* What a server that was killed left behind is no obstacle. */
static void stale_unix_socket_is_replaced(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char listen_at[128];
    int left = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct server server;

    (void)state;
    snprintf(listen_at, sizeof listen_at, "%s", unix_address("stale"));
    assert_true(strlen(listen_at + strlen("unix:")) < sizeof address.sun_path);
    strcpy(address.sun_path, listen_at + strlen("unix:"));
    assert_int_equal(bind(left, (const struct sockaddr *)(const void *)&address, sizeof address),
                     0);
    close(left);
    server = server_start(OPTIONS("--listen", listen_at));
    assert_true(multiplies(&server));
    server_stop(&server);
}

static void unix_socket_in_use_is_left_alone(void **state)
{
    char address[128];
    struct server server;
    struct outcome outcome;

    (void)state;
    snprintf(address, sizeof address, "%s", unix_address("used"));
    server = server_start(OPTIONS("--listen", address));
    outcome = program_run(&(struct launch){.options = OPTIONS("--listen", address)});
    assert_int_not_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.error.bytes, address + strlen("unix:")));
    assert_true(multiplies(&server));
    outcome_free(&outcome);
    server_stop(&server);
}

static void file_in_the_way_of_a_unix_socket_is_left_alone(void **state)
{
    char address[128];
    FILE *file;
    struct outcome outcome;
    struct text content = {0};

    (void)state;
    snprintf(address, sizeof address, "%s", unix_address("file"));
    file = fopen(address + strlen("unix:"), "w");
    fputs("mine", file);
    fclose(file);
    outcome = program_run(&(struct launch){.options = OPTIONS("--listen", address)});
    assert_int_not_equal(outcome.status, 0);
    assert_true(text_read_file(&content, address + strlen("unix:")));
    assert_string_equal(content.bytes, "mine");
    outcome_free(&outcome);
    text_free(&content);
}

static void ipv6_is_served_and_checked(void **state)
{
    struct server server;

    (void)state;
    if (!machine_has_ipv6())
        skip();
    server = server_start(OPTIONS("--listen", "[::1]:0"));
    assert_int_equal(strncmp(server.address, "http://[::1]:", 13), 0);
    assert_true(multiplies(&server));
    assert_int_equal(check_status(host_and_port(&server)), 0);
    server_stop(&server);
}

static void wildcard_of_ipv6_serves_both_families(void **state)
{
    struct server server, four, six;
    char address[64];

    (void)state;
    if (!machine_has_ipv6())
        skip();
    server = server_start(OPTIONS("--listen", "[::]:0"));
    four = at("127.0.0.1", &server);
    six = at("[::1]", &server);
    assert_true(multiplies(&four));
    assert_true(multiplies(&six));
    snprintf(address, sizeof address, "[::]:%s", port_of(&server));
    assert_int_equal(check_status(address), 0);
    server_stop(&server);
}

/* Only loopback needs to be told its names. */
static void host_is_not_judged_on_other_listeners(void **state)
{
    struct server server = server_start(OPTIONS("--listen", "0.0.0.0:0"));
    struct server local = at("127.0.0.1", &server);
    struct answer answer =
        ask(&local, &(struct request){.target = "/healthz", .headers = {"Host: matrices.example"}});

    (void)state;
    assert_status(&answer, 200);
    answer_free(&answer);
    server_stop(&server);
}

static int listening_socket(char address[64])
{
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof local;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_int_equal(bind(listener, (const struct sockaddr *)(const void *)&local, length), 0);
    assert_int_equal(listen(listener, 100), 0);
    getsockname(listener, (struct sockaddr *)(void *)&local, &length);
    snprintf(address, 64, "http://127.0.0.1:%d", ntohs(local.sin_port));
    return listener;
}

static void socket_of_systemd_wins_over_the_option(void **state)
{
    char address[64];
    int listener = listening_socket(address);
    struct server server = server_launch(
        &(struct launch){.options = OPTIONS("--listen", "192.0.2.1:8080"), .listener = listener});

    (void)state;
    close(listener);
    assert_string_equal(server.address, address);
    assert_true(multiplies(&server));
    server_stop(&server);
}

/* Variables meant for another process are none of ours. */
static void socket_of_systemd_for_another_process_is_not_taken(void **state)
{
    struct server server =
        server_launch(&(struct launch){.environment = OPTIONS("LISTEN_PID=1", "LISTEN_FDS=1")});

    (void)state;
    assert_true(multiplies(&server));
    server_stop(&server);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(unix_address("file") + strlen("unix:"));
    return rmdir(folder);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_finds_a_server_on_tcp),
        cmocka_unit_test(check_of_a_wildcard_asks_by_loopback),
        cmocka_unit_test(check_reads_the_environment_as_the_server_does),
        cmocka_unit_test(check_does_not_take_silence_for_an_answer),
        cmocka_unit_test(unix_socket_is_served_and_checked),
        cmocka_unit_test(stale_unix_socket_is_replaced),
        cmocka_unit_test(unix_socket_in_use_is_left_alone),
        cmocka_unit_test(file_in_the_way_of_a_unix_socket_is_left_alone),
        cmocka_unit_test(ipv6_is_served_and_checked),
        cmocka_unit_test(wildcard_of_ipv6_serves_both_families),
        cmocka_unit_test(host_is_not_judged_on_other_listeners),
        cmocka_unit_test(socket_of_systemd_wins_over_the_option),
        cmocka_unit_test(socket_of_systemd_for_another_process_is_not_taken),
    };

    testing_begin(argc, argv);
    return cmocka_run_group_tests_name("listen", tests, make_folder, remove_folder);
}
