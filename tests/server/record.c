#include "record.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *file;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void record_begin(const char *program)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s.jsonl", EXCHANGES_DIR, program);
    file = fopen(path, "we");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

static void add_header(json_t *headers, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    char name[128];
    size_t count;

    if (!colon || (count = (size_t)(colon - line)) >= sizeof name)
        return;
    for (size_t i = 0; i < count; i++)
        name[i] = (char)tolower((unsigned char)line[i]);
    name[count] = '\0';
    do
        colon++;
    while (colon < line + length && (*colon == ' ' || *colon == '\t'));
    json_object_set_new(headers, name, json_stringn(colon, (size_t)(line + length - colon)));
}

/* The fields of a head; its first line is no field. */
static json_t *headers_of(const struct text *head)
{
    json_t *headers = json_object();
    const char *line = head->bytes ? strchr(head->bytes, '\n') : NULL;

    while (line && line[1]) {
        size_t length = strcspn(line + 1, "\r\n");

        add_header(headers, line + 1, length);
        line = strchr(line + 1, '\n');
    }
    return headers;
}

/* A body that is not whole here (`whole` is false) is left out too. */
static void add_body(json_t *exchange, const char *name, const char *body, size_t length,
                     bool whole)
{
    json_t *text =
        whole && length <= RECORD_BODY_MOST ? json_stringn(body ? body : "", length) : NULL;
    char left_out[64];

    if (!text) {
        snprintf(left_out, sizeof left_out, "%s_left_out", name);
        json_object_set_new(exchange, left_out, json_true());
        text = json_null();
    }
    json_object_set_new(exchange, name, text);
}

static void add_request_body(json_t *exchange, const struct request *request)
{
    if (request->body)
        add_body(exchange, "request_body", request->body, request->length,
                 !request->announced && !request->stalls);
    else
        json_object_set_new(exchange, "request_body", json_null());
}

void record(const char *name, const char *method, const struct request *request,
            const struct text *sent, const struct answer *answer)
{
    json_t *exchange = json_object();

    json_object_set_new(exchange, "case", json_string(name));
    json_object_set_new(exchange, "method", json_string(method));
    json_object_set_new(exchange, "target", json_string(request->target));
    json_object_set_new(exchange, "request_headers", headers_of(sent));
    add_request_body(exchange, request);
    json_object_set_new(exchange, "status", json_integer(answer->status));
    json_object_set_new(exchange, "headers", headers_of(&answer->head));
    add_body(exchange, "body", answer->body.bytes, answer->body.length, true);
    pthread_mutex_lock(&lock);
    json_dumpf(exchange, file, JSON_COMPACT);
    fputc('\n', file);
    fflush(file);
    pthread_mutex_unlock(&lock);
    json_decref(exchange);
}
