/* The floor of small requests: libmicrohttpd alone. Any body is discarded and answered with "ok".
 *
 * usage: hello PORT THREADS */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static struct MHD_Response *ok;

/* libmicrohttpd asks once for the header, once a piece of body, and once at the end. */
static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *target,
                              const char *method, const char *version, const char *body,
                              size_t *body_size, void **state)
{
    (void)context, (void)target, (void)method, (void)version, (void)body;
    if (*state == NULL) {
        *state = ok;
        return MHD_YES;
    }
    if (*body_size > 0) {
        *body_size = 0;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, ok);
}

int main(int argc, char **argv)
{
    static char text[] = "ok";
    struct sockaddr_in address = {.sin_family = AF_INET};
    unsigned threads;

    if (argc != 3)
        return EXIT_FAILURE;
    address.sin_port = htons((uint16_t)atoi(argv[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    threads = (unsigned)atoi(argv[2]);
    ok = MHD_create_response_from_buffer(sizeof text - 1, text, MHD_RESPMEM_PERSISTENT);

    /* A pool of one thread is refused: that is no pool. */
    if (MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL, answer, NULL,
                         MHD_OPTION_SOCK_ADDR, &address,
                         threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads,
                         MHD_OPTION_END) == NULL)
        return EXIT_FAILURE;
    for (;;)
        pause();
}
