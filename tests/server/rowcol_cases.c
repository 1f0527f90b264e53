/* Runs every folder of tests/cases over one server: by libcurl, then with its body cut into odd
 * parts, and as QUERY where it is a POST. At ROWCOL_URL if that is set, otherwise at a server of
 * its own.
 *
 * A folder holds
 *   request   METHOD target, then header lines, an empty line, and the body verbatim to the end of
 *             the file. Host and Content-Length are added.
 *   status    a number
 * and one of
 *   answer    the exact body
 *   members   JSON that the answer must include (json_includes)
 *   problem   the same, of a problem document; `type` must be there
 * and perhaps
 *   headers   lines that the answer's head must have */
#include "testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bodies up to this length are sent byte by byte; others in a few hundred parts. */
#define BYTE_BY_BYTE_MOST 600
#define PARTS 311

struct example {
    const char *name;
    struct text file; /* the request; `request` points into it */
    struct request request;
    int status;
    struct text answer, members, problem, headers; /* without bytes: there is no such file */
};

static struct server server;

static bool read_part(struct text *text, const char *name, const char *part)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s/%s", CASES_DIR, name, part);
    return text_read_file(text, path);
}

/* Cuts a line off: ends it with NUL and returns what follows. */
static char *cut_line(char *line)
{
    char *end = strchr(line, '\n');

    assert_non_null(end);
    *end = '\0';
    return end + 1;
}

static void parse_request(struct example *example)
{
    struct request *request = &example->request;
    char *line = example->file.bytes, *next = cut_line(line), *space = strchr(line, ' ');

    assert_non_null(space);
    *space = '\0';
    *request = (struct request){.name = example->name, .method = line, .target = space + 1};
    for (size_t i = 0; *next != '\n'; i++) {
        assert_true(i < REQUEST_HEADERS);
        request->headers[i] = next;
        next = cut_line(next);
    }
    next++;
    request->length = example->file.length - (size_t)(next - example->file.bytes);
    if (request->length > 0 || strcmp(line, "POST") == 0)
        request->body = next;
}

static void read_example(struct example *example, const char *name)
{
    struct text status = {0};

    *example = (struct example){.name = name};
    assert_true(read_part(&example->file, name, "request"));
    parse_request(example);
    assert_true(read_part(&status, name, "status"));
    example->status = atoi(status.bytes);
    text_free(&status);
    assert_int_equal(read_part(&example->answer, name, "answer") +
                         read_part(&example->members, name, "members") +
                         read_part(&example->problem, name, "problem"),
                     1);
    read_part(&example->headers, name, "headers");
}

static void free_example(struct example *example)
{
    text_free(&example->file);
    text_free(&example->answer);
    text_free(&example->members);
    text_free(&example->problem);
    text_free(&example->headers);
}

static void check_members(const struct example *example, const struct answer *answer,
                          const struct text *wanted)
{
    json_error_t error;
    json_t *part = json_loadb(wanted->bytes, wanted->length, 0, &error);
    json_t *whole = answer_json(answer);

    if (!part)
        fail_msg("%s: the case itself is no JSON: %s", example->name, error.text);
    if (!json_includes(whole, part, example->name))
        fail_msg("%s answers: %s", example->name, answer->body.bytes);
    json_decref(part);
    json_decref(whole);
}

static void check_problem(const struct example *example, const struct answer *answer)
{
    json_t *wanted = json_loadb(example->problem.bytes, example->problem.length, 0, NULL);
    const char *type = json_string_value(json_object_get(wanted, "type"));

    assert_non_null(type);
    assert_problem(answer, example->status, type + strlen("/problems/"));
    check_members(example, answer, &example->problem);
    json_decref(wanted);
}

static void check_headers(const struct example *example, const struct answer *answer)
{
    char *lines = strdup(example->headers.bytes), *rest = lines;

    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        char *value = strchr(line, ':');

        assert_non_null(value);
        *value++ = '\0';
        value += strspn(value, " ");
        if (!answer_header(answer, line) || strcmp(answer_header(answer, line), value) != 0)
            fail_msg("%s: %s is %s instead of %s", example->name, line, answer_header(answer, line),
                     value);
    }
    free(lines);
}

/* To the byte: it may be a file of numbers. */
static bool is_the_answer(const struct example *example, const struct answer *answer)
{
    size_t length = example->answer.length;

    return answer->body.length == length &&
           memcmp(answer->body.bytes, example->answer.bytes, length) == 0;
}

static void check(const struct example *example, struct answer *answer)
{
    if (answer->status != example->status)
        fail_msg("%s: status %d instead of %d: %s", example->name, answer->status, example->status,
                 answer->body.length > 0 ? answer->body.bytes : "(no body)");
    if (example->answer.bytes && !is_the_answer(example, answer))
        fail_msg("%s: answers\n%s instead of\n%s", example->name, answer->body.bytes,
                 example->answer.bytes);
    if (example->members.bytes)
        check_members(example, answer, &example->members);
    if (example->problem.bytes)
        check_problem(example, answer);
    if (example->headers.bytes)
        check_headers(example, answer);
    answer_free(answer);
}

static void check_by_libcurl(const struct example *example, const char *method)
{
    struct request request = example->request;
    struct answer answer;

    request.method = method;
    answer = ask(&server, &request);
    check(example, &answer);
}

static void check_in_parts(const struct example *example, size_t part)
{
    const struct request *request = &example->request;
    struct answer answer;
    struct raw raw;

    raw_open(&raw, &server);
    raw_say(&raw, "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n", request->method,
            request->target, request->length);
    for (size_t i = 0; i < REQUEST_HEADERS && request->headers[i]; i++)
        raw_say(&raw, "%s\r\n", request->headers[i]);
    raw_say(&raw, "\r\n");
    raw_send_in_parts(&raw, request->body, request->length, part);
    answer = raw_answer(&raw, request->method);
    assert_true(answer.complete);
    check(example, &answer);
    raw_close(&raw);
}

static void run_example(void **state)
{
    struct example example;

    read_example(&example, *state);
    check_by_libcurl(&example, example.request.method);
    if (strcmp(example.request.method, "POST") == 0)
        check_by_libcurl(&example, "QUERY");
    if (example.request.length > 1) {
        bool small = example.request.length <= BYTE_BY_BYTE_MOST;

        check_in_parts(&example, small ? 1 : example.request.length / PARTS + 1);
    }
    free_example(&example);
}

static int start(void **state)
{
    const char *url = getenv("ROWCOL_URL");

    (void)state;
    server = url ? server_elsewhere(url) : server_start(NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&server);
    return 0;
}

static int is_a_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void free_folders(struct dirent **folders, int count)
{
    for (int i = 0; i < count; i++)
        free(folders[i]);
    if (count >= 0)
        free(folders);
}

int main(int argc, char **argv)
{
    struct dirent **folders;
    int count = scandir(CASES_DIR, &folders, is_a_case, alphasort);
    struct CMUnitTest *tests = count > 0 ? calloc((size_t)count, sizeof *tests) : NULL;
    int failed = EXIT_FAILURE;

    testing_begin(argc, argv);
    for (int i = 0; tests && i < count; i++)
        tests[i] = (struct CMUnitTest){.name = folders[i]->d_name,
                                       .test_func = run_example,
                                       .initial_state = folders[i]->d_name};
    if (tests)
        failed = _cmocka_run_group_tests("cases", tests, (size_t)count, start, stop);
    free(tests);
    free_folders(folders, count);
    return failed;
}
