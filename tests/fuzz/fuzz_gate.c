/* The whole way of a request, gate first: bytes of any kind go to a real server in this process,
 * over a Unix socket. It must answer with HTTP or close the connection, and never hang. */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
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

/* Bytes of the answer, 0 at its end or a reset, -1 if the server neither answers nor closes.
 * libFuzzer's timer interrupts the waiting now and then. */
static ssize_t read_some(int fd, char *to, size_t room)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    ssize_t got;
    int count;

    do
        count = poll(&ready, 1, PATIENCE_MS);
    while (count < 0 && errno == EINTR);
    if (count != 1)
        return -1;
    got = recv(fd, to, room, MSG_DONTWAIT);
    return got > 0 ? got : 0;
}

/* Reads to the end of the answer; keeps its beginning, terminated. */
static bool read_all(int fd, char *head, size_t room)
{
    char part[4096];
    size_t kept = 0;
    ssize_t got;

    while ((got = read_some(fd, part, sizeof part)) > 0)
        for (ssize_t i = 0; i < got && kept < room - 1; i++)
            head[kept++] = part[i];
    head[kept] = '\0';
    return got == 0;
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
