#include "gate.h"

#include <string.h>
#include <strings.h>

#include "formats/meaning.h"

static bool find_route(const char *path, struct passage *passage, struct problem *problem)
{
    passage->route = route_find(path, &passage->rest);
    if (passage->route || (passage->options && strcmp(path, "*") == 0))
        return true;
    problem_set(problem, PROBLEM_NOT_FOUND,
                "There is nothing at %.100s. What there is stands in /docs; products are at "
                "POST /v1/multiply.",
                path);
    return false;
}

static bool judge_method(const char *method, const struct passage *passage, struct problem *problem)
{
    if (passage->options || route_takes(passage->route, method))
        return true;
    problem_set(problem, PROBLEM_METHOD_NOT_ALLOWED, "%s takes %s, not %.20s.",
                passage->route->path, route_methods(passage->route), method);
    return false;
}

static json_t *media_types(const struct writer_format *const *writers)
{
    json_t *list = json_array();

    for (; *writers; writers++)
        json_array_append_new(list, json_string((*writers)->media_type));
    return list;
}

static bool judge_accept(const char *accept, struct passage *passage, struct problem *problem)
{
    passage->writer = writer_for(passage->route->writers, accept, &passage->single);
    if (passage->writer)
        return true;
    problem_set(problem, PROBLEM_NOT_ACCEPTABLE,
                "Accept: %.100s asks for something that this answer can't be written as.", accept);
    problem_add_new(problem, "supported", media_types(passage->route->writers));
    return false;
}

static json_t *list_of(const char *const *texts)
{
    json_t *list = json_array();

    for (; *texts; texts++)
        json_array_append_new(list, json_string(*texts));
    return list;
}

static json_t *readable_types(const struct route *route)
{
    json_t *list = json_array();

    for (size_t i = 0; i < reader_count; i++)
        if (reader_suits(reader_formats[i], route->fields, route->field_count))
            json_array_append_new(list, json_string(reader_formats[i]->media_type));
    return list;
}

static void refuse_media_type(const char *type, const struct route *route, struct problem *problem)
{
    static const char form[] = "application/x-www-form-urlencoded";
    json_t *types = readable_types(route);
    char words[MEANING_WORDS];

    meaning_list(types, words);
    if (!type)
        problem_set(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                    "The request does not say what its body is: add "
                    "-H 'Content-Type: application/json', or with curl use --json.");
    else if (strncasecmp(type, form, sizeof form - 1) == 0)
        problem_set(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                    "curl -d calls its data a form (%s). Say that it is JSON: curl --json "
                    "'{\"a\":...}' URL, or, before curl 7.82, curl -H 'Content-Type: "
                    "application/json' -d '{\"a\":...}' URL.",
                    form);
    else
        problem_set(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                    "A body of type %.100s can't be read here; %s can.", type, words);
    problem_add_new(problem, "supported", types);
}

static bool judge_type(const char *type, struct passage *passage, struct problem *problem)
{
    bool given = type && *type;

    const struct route *route = passage->route;
    const struct reader_format *reader = given ? reader_for(type, &passage->parameters) : NULL;

    if (reader && reader_suits(reader, route->fields, route->field_count))
        passage->reader = reader;
    else
        refuse_media_type(given ? type : NULL, route, problem);
    return passage->reader != NULL;
}

static bool judge_coding(const struct http_request *request, struct passage *passage,
                         struct problem *problem)
{
    const char *name = http_header(request, HTTP_CONTENT_ENCODING);
    bool several = http_repeats(request, HTTP_CONTENT_ENCODING) || (name && strchr(name, ','));

    if (!name || (!several && coding_is_none(name)))
        return true;
    passage->coding = several ? NULL : coding_named((struct span){name, strlen(name)});
    if (passage->coding)
        return true;
    if (several)
        problem_set(
            problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
            "Content-Encoding names several codings, one on top of the other; a body can be "
            "packed once, by one of %s.",
            CODING_NAMES);
    else
        problem_set(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE,
                    "A body with Content-Encoding: %.40s can't be unpacked here: pack it by one of "
                    "%s, or send it plain, without that header.",
                    name, CODING_NAMES);
    problem_add_new(problem, "supported", list_of(coding_names));
    passage->coding_refused = true;
    return false;
}

/* Nobody but who refuses every coding of ours, and what is not packed too, can't be answered. */
static bool judge_wish(const char *accepted, const struct passage *passage, struct problem *problem)
{
    json_t *supported;

    if (passage->wish.coding || passage->wish.plain)
        return true;
    problem_set(problem, PROBLEM_NOT_ACCEPTABLE,
                "Accept-Encoding: %.100s refuses every form in which an answer can be sent: plain "
                "(identity), or packed by one of %s.",
                accepted, CODING_NAMES);
    supported = list_of(coding_names);
    json_array_append_new(supported, json_string("identity"));
    problem_add_new(problem, "supported", supported);
    return false;
}

void gate_refuse_size(size_t max_body, struct problem *problem)
{
    problem_set(problem, PROBLEM_BODY_TOO_LARGE,
                "The body is larger than the %zu bytes that this server takes.", max_body);
    problem_add_new(problem, "limit", json_integer((json_int_t)max_body));
}

static bool judge_size(const struct http_request *request, size_t max_body, struct problem *problem)
{
    uint64_t length = 0;

    if (!http_length(request, &length) || length <= max_body)
        return true;
    gate_refuse_size(max_body, problem);
    return false;
}

bool gate_judge(struct http_request *request, size_t max_body, struct passage *passage,
                struct problem *problem)
{
    const char *method = http_method(request);

    *passage = (struct passage){.rest = "", .options = strcmp(method, "OPTIONS") == 0};
    if (!http_judge(request, problem) || !find_route(http_path(request), passage, problem))
        return false;
    if (passage->route && !judge_method(method, passage, problem))
        return false;
    if (passage->options)
        return judge_size(request, max_body, problem);
    passage->wish = packing_wished(http_header(request, HTTP_ACCEPT_ENCODING));
    if (passage->route->use == ROUTE_PAGE)
        return judge_size(request, max_body, problem);
    if (!judge_accept(http_header(request, HTTP_ACCEPT), passage, problem) ||
        !judge_wish(http_header(request, HTTP_ACCEPT_ENCODING), passage, problem))
        return false;
    if (passage->route->use == ROUTE_RESOURCE)
        return judge_size(request, max_body, problem);
    return judge_type(http_header(request, HTTP_CONTENT_TYPE), passage, problem) &&
           judge_coding(request, passage, problem) && judge_size(request, max_body, problem);
}
