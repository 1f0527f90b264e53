#include "testing.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "record.h"

struct upload {
    const struct request *request;
    size_t length;
    size_t sent;
    CURL *curl;
    const struct answer *answer;
};

/* Copies up to `most` bytes of the body, which begins again at its end. */
static void copy_body(const struct upload *upload, char *to, size_t most)
{
    const struct request *request = upload->request;

    for (size_t done = 0, part; done < most; done += part) {
        size_t at = (upload->sent + done) % request->length;

        part = request->length - at < most - done ? request->length - at : most - done;
        memcpy(to + done, request->body + at, part);
    }
}

static size_t give_body(char *to, size_t size, size_t count, void *context)
{
    struct upload *upload = context;
    size_t end = upload->request->stalls ? upload->length / 2 : upload->length;
    size_t left = end - upload->sent;
    size_t most = size * count < left ? size * count : left;

    if (most == 0 && upload->request->stalls)
        return CURL_READFUNC_PAUSE;
    copy_body(upload, to, most);
    upload->sent += most;
    return most;
}

/* Lets go of a body that stalls as soon as it has its answer: otherwise libcurl goes on waiting
 * for it. */
static int end_stalling(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct upload *upload = context;

    (void)a, (void)b, (void)c, (void)d;
    if (upload->answer->body.length > 0)
        curl_easy_pause(upload->curl, CURLPAUSE_CONT);
    return 0;
}

/* Before the answer there may be others (100 Continue): the last one counts. */
static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *answer = context;

    if (size * count > 5 && memcmp(bytes, "HTTP/", 5) == 0)
        answer->head.length = 0;
    text_add(&answer->head, bytes, size * count);
    return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    text_add(context, bytes, size * count);
    return size * count;
}

static int take_sent_header(CURL *curl, curl_infotype type, char *bytes, size_t count,
                            void *context)
{
    (void)curl;
    if (type == CURLINFO_HEADER_OUT)
        text_add(context, bytes, count);
    return 0;
}

static bool has_header(const struct request *request, const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++)
        if (strncasecmp(request->headers[i], name, length) == 0 &&
            (request->headers[i][length] == ':' || request->headers[i][length] == ';'))
            return true;
    return false;
}

/* libcurl takes "Name:" for a wish to leave the field out; "Name;" sends it empty. */
static struct curl_slist *append_header(struct curl_slist *list, const char *header)
{
    size_t length = strlen(header);
    char empty[128];

    while (length > 0 && header[length - 1] == ' ')
        length--;
    if (length == 0 || header[length - 1] != ':')
        return curl_slist_append(list, header);
    snprintf(empty, sizeof empty, "%.*s;", (int)length - 1, header);
    return curl_slist_append(list, empty);
}

static struct curl_slist *list_headers(const struct request *request)
{
    /* What libcurl adds of itself; a name with nothing behind it takes it out. */
    static const char *const own[] = {"Accept", "User-Agent", "Content-Type"};
    struct curl_slist *list = NULL;

    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++)
        list = append_header(list, request->headers[i]);
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        char out[32];

        snprintf(out, sizeof out, "%s:", own[i]);
        if (!has_header(request, own[i]))
            list = curl_slist_append(list, out);
    }
    list = curl_slist_append(list, request->expect ? "Expect: 100-continue" : "Expect:");
    if (request->chunked)
        list = curl_slist_append(list, "Transfer-Encoding: chunked");
    return list;
}

static void set_address(CURL *curl, const struct server *server)
{
    static const char unix_socket[] = "unix:";
    size_t length = strlen(unix_socket);

    if (strncmp(server->address, unix_socket, length) == 0) {
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, server->address + length);
        curl_easy_setopt(curl, CURLOPT_URL, "http://localhost/");
    } else {
        curl_easy_setopt(curl, CURLOPT_URL, server->address);
    }
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
}

static void set_stalling(CURL *curl, struct upload *upload)
{
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, end_stalling);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, upload);
}

static void set_body(CURL *curl, struct upload *upload)
{
    const struct request *request = upload->request;

    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                     request->chunked ? (curl_off_t)-1 : (curl_off_t)upload->length);
    if (request->stalls)
        set_stalling(curl, upload);
    if (request->per_second > 0) {
        /* libcurl keeps its pace by the buffer: a large one would go out in one piece. */
        curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 16384L);
        curl_easy_setopt(curl, CURLOPT_MAX_SEND_SPEED_LARGE, (curl_off_t)request->per_second);
    }
}

static const char *method_of(const struct request *request)
{
    if (request->method)
        return request->method;
    return request->body ? "POST" : "GET";
}

static void set_request(CURL *curl, const struct request *request)
{
    curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, request->target);
    if (strcmp(method_of(request), "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method_of(request));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)(2 * PATIENCE));
}

static void set_callbacks(CURL *curl, struct answer *answer, struct text *sent)
{
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer->body);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, take_sent_header);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, sent);
}

struct answer ask_whatever_comes(const struct server *server, const struct request *request)
{
    struct curl_slist *headers = list_headers(request);
    struct answer answer = {0};
    struct text sent = {0};
    CURL *curl = curl_easy_init();
    struct upload upload = {.request = request,
                            .length = request->announced ? request->announced : request->length,
                            .curl = curl,
                            .answer = &answer};
    long status = 0;

    set_address(curl, server);
    set_request(curl, request);
    if (request->body)
        set_body(curl, &upload);
    set_callbacks(curl, &answer, &sent);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    answer.complete = curl_easy_perform(curl) == CURLE_OK;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = (int)status;
    if (request->name && answer.complete)
        record(request->name, method_of(request), request, &sent, &answer);
    text_free(&sent);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return answer;
}

struct answer ask(const struct server *server, const struct request *request)
{
    struct answer answer = ask_whatever_comes(server, request);

    if (!answer.complete)
        fail_msg("no answer to %s %.200s (%s)", method_of(request), request->target,
                 request->name ? request->name : "unnamed");
    return answer;
}

struct answer get(const struct server *server, const char *name, const char *target)
{
    return ask(server, &(struct request){.name = name, .target = target});
}

struct answer post(const struct server *server, const char *name, const char *target,
                   const char *body)
{
    return ask(server, &(struct request){.name = name,
                                         .target = target,
                                         .headers = {JSON_TYPE},
                                         .body = body,
                                         .length = strlen(body)});
}

bool multiplies(const struct server *server)
{
    struct answer answer = post(server, NULL, "/v1/multiply", SMALL_BODY);
    bool right = answer.status == 200 && answer_is(&answer, SMALL_ANSWER);

    answer_free(&answer);
    return right;
}
