/* The whole way of a request, gate first: bytes of any kind go to a real server in this process,
 * over a Unix socket. It must answer with HTTP or close the connection, and never hang. */
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/routes.h"
#include "base/budget.h"
#include "base/metrics.h"
#include "exchange.h"

#define PATIENCE_MS 30000

static struct options options;
static struct conductor conductor = {.options = &options};
static struct sockaddr_un address = {.sun_family = AF_UNIX};

static void start_server(void)
{
    static char directory[] = "/tmp/rowcol-fuzz-XXXXXX";
    static char listen[sizeof directory + 16];
    char *arguments[] = {(char[]){"rowcold"}, NULL};
    char error[OPTIONS_ERROR_ROOM];
    size_t count;
    const char *const *labels = route_labels(&count);

    if (!options_read(1, arguments, &options, error) || !mkdtemp(directory))
        abort();
    snprintf(listen, sizeof listen, "unix:%s/s", directory);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", listen + 5);
    options.listen = listen;
    options.event_threads = 1;
    options.workers = 1;
    options.max_body = 1 << 20;
    options.max_result = 1 << 20;
    log_begin(LOG_ERROR, LOG_TEXT);
    budget_begin(256 << 20);
    metrics_begin(labels, count);
    conductor.pool = pool_start(1);
    if (!conductor.pool ||
        !http_start(&options, &exchange_service, &conductor, error, sizeof error))
        abort();
}

/* Reads to the end of the answer; false if the server neither answers nor closes. */
static int read_all(int fd, char *head, size_t room)
{
    char rest[4096];
    size_t kept = 0;

    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        ssize_t got = poll(&ready, 1, PATIENCE_MS) == 1 ? recv(fd, rest, sizeof rest, 0) : -2;

        if (got == -2)
            return 0;
        if (got <= 0)
            break;
        for (ssize_t i = 0; i < got && kept < room - 1; i++)
            head[kept++] = rest[i];
    }
    head[kept] = '\0';
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char head[16] = "";
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (!conductor.pool)
        start_server();
    if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
        abort();
    (void)!send(fd, data, size, MSG_NOSIGNAL);
    shutdown(fd, SHUT_WR);
    if (!read_all(fd, head, sizeof head) || (head[0] && strncmp(head, "HTTP/1.", 7) != 0))
        abort();
    close(fd);
    return 0;
}
