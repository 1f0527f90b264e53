/* Everything at once: many clients that send, dawdle, break off, half-close and read, in an
 * order that is random but always the same. Afterwards nothing is left over. */
#include "testing.h"

#include <stdlib.h>
#include <string.h>

#define CLIENTS 24

/* Bodies, and what they are answered with. */
struct sort {
    struct text body;
    int status;
};
enum { SORTS = 5 };

/* What becomes of a client when it has sent its request, or a part of it. */
enum fate { FATE_READ, FATE_HALF_CLOSE_AND_READ, FATE_RESET, FATE_CLOSE, FATES };

struct client {
    bool open;
    struct raw raw;
    const struct sort *sort;
    enum fate fate;
    size_t sent;
    size_t last; /* how much of the body it sends at all */
};

static struct sort sorts[SORTS];
static struct server server;
static size_t steps = 4000; /* full: 40,000 */

/* Numerical Recipes' quick generator: good enough to mix things up. */
static unsigned draw(unsigned below)
{
    static uint32_t state = 1;

    state = state * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)state * below) >> 32);
}

static void begin(struct client *client)
{
    client->open = true;
    client->sort = &sorts[draw(SORTS)];
    client->fate = (enum fate)draw(FATES);
    client->sent = 0;
    client->last = client->sort->body.length;
    if (client->fate == FATE_RESET || client->fate == FATE_CLOSE)
        client->last = draw((unsigned)client->last + 1);
    raw_open(&client->raw, &server);
    raw_say_multiply_head(&client->raw, client->sort->body.length);
}

static void read_answer(struct client *client)
{
    struct answer answer;

    if (client->fate == FATE_HALF_CLOSE_AND_READ)
        raw_half_close(&client->raw);
    answer = raw_answer(&client->raw, "POST");
    assert_true(answer.complete);
    assert_status(&answer, client->sort->status);
    answer_free(&answer);
    raw_close(&client->raw);
}

static void end(struct client *client)
{
    if (client->fate == FATE_RESET)
        raw_reset(&client->raw);
    else if (client->fate == FATE_CLOSE)
        raw_close(&client->raw);
    else
        read_answer(client);
    client->open = false;
}

/* One step of a client: it begins, sends some more, or ends. */
static void step(struct client *client)
{
    size_t left = client->last - client->sent;

    if (!client->open) {
        begin(client);
    } else if (left > 0) {
        size_t part = 1 + draw((unsigned)(left < 200000 ? left : 200000));

        raw_try_send(&client->raw, client->sort->body.bytes + client->sent, part);
        client->sent += part;
    } else {
        end(client);
    }
}

static void nothing_is_left_over_after_a_storm(void **state)
{
    static struct client clients[CLIENTS];

    (void)state;
    for (size_t i = 0; i < steps; i++)
        step(&clients[draw(CLIENTS)]);
    for (size_t i = 0; i < CLIENTS; i++)
        if (clients[i].open)
            raw_reset(&clients[i].raw);
    WAIT_UNTIL(metric(&server, "rowcol_connections_open") == 1);
    WAIT_UNTIL(metric(&server, "rowcol_requests_active") == 1);
    WAIT_UNTIL(metric(&server, "rowcol_jobs") == 0);
    WAIT_UNTIL(metric(&server, "rowcol_memory_reserved_bytes") < 100000);
    assert_true(multiplies(&server));
}

/* The server is told to stop in the middle of it. */
static void storm_does_not_hinder_the_end(void **state)
{
    static struct client clients[CLIENTS];

    (void)state;
    for (size_t i = 0; i < steps / 4; i++)
        step(&clients[draw(CLIENTS)]);
    server_stop(&server);
    for (size_t i = 0; i < CLIENTS; i++)
        if (clients[i].open)
            raw_close(&clients[i].raw);
}

static int start(void **state)
{
    (void)state;
    sorts[0] = (struct sort){product_body_of(2, 2, 2, ENTRIES_WHOLE), 200};
    sorts[1] = (struct sort){product_body_of(150, 150, 150, ENTRIES_WHOLE), 200};
    sorts[2] = (struct sort){product_body_of(300, 40, 300, ENTRIES_LONG), 200};
    sorts[3] = (struct sort){product_body_of(200, 20, 100, ENTRIES_LONG), 400};
    sorts[3].body.bytes[sorts[3].body.length / 2] = '?';
    sorts[4] = (struct sort){product_body_of(50, 50, 50, ENTRIES_LONG), 422};
    memcpy(sorts[4].body.bytes, "{\"z\"", 4);
    server = server_start(OPTIONS("--drain-timeout", "2"));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&server);
    for (size_t i = 0; i < SORTS; i++)
        text_free(&sorts[i].body);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_left_over_after_a_storm),
        cmocka_unit_test(storm_does_not_hinder_the_end),
    };

    if (testing_begin(argc, argv))
        steps = 40000;
    return cmocka_run_group_tests_name("storm", tests, start, stop);
}
