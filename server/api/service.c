/* The service itself: health, metrics, specification, pages. */
#include <stdio.h>
#include <string.h>

#include "api/handlers.h"
#include "api/verified.h"
#include "base/budget.h"
#include "base/limits.h"
#include "base/metrics.h"
#include "web/assets.h"
#include "web/pages.h"

static bool page(struct call *call, const char *content_type)
{
    call->page.content_type = content_type;
    return !call->page.text.failed || call_no_room(call);
}

bool healthz(struct call *call)
{
    buffer_begin(&call->page.text, LIMIT_PAGE);
    buffer_add_text(&call->page.text, "{\"status\":\"ok\"}\n");
    return page(call, "application/json");
}

bool readyz(struct call *call)
{
    if (call->draining) {
        problem_set(&call->problem, PROBLEM_OVERLOADED,
                    "The server is stopping: it finishes what it has and takes no more.");
        return false;
    }
    if (verified_is_doubtful()) {
        problem_set(&call->problem, PROBLEM_OVERLOADED,
                    "Products came out wrong on this machine, and had to be computed again: its "
                    "memory, processor or BLAS should be looked at.");
        return false;
    }
    buffer_begin(&call->page.text, LIMIT_PAGE);
    buffer_add_text(&call->page.text, "{\"status\":\"ready\"}\n");
    return page(call, "application/json");
}

bool metrics(struct call *call)
{
    buffer_begin(&call->page.text, LIMIT_PAGE);
    metrics_gauge_set(METRIC_MEMORY_RESERVED, (long long)budget_used());
    metrics_write(&call->page.text);
    return page(call, "text/plain; version=0.0.4; charset=utf-8");
}

bool specification(struct call *call)
{
    static struct packed_copies copies;

    buffer_begin(&call->page.text, LIMIT_PAGE);
    buffer_add(&call->page.text, openapi_yaml, openapi_yaml_size);
    call->page.tag = openapi_yaml_tag;
    call->page.copies = &copies;
    return page(call, "application/yaml");
}

bool problem_page(struct call *call)
{
    enum problem_kind kind = problem_by_slug(call->rest);

    if (kind == PROBLEM_NONE) {
        problem_set(&call->problem, PROBLEM_NOT_FOUND, "There is no problem named '%.100s'.",
                    call->rest);
        return false;
    }
    buffer_begin(&call->page.text, LIMIT_PAGE);
    page_problem(kind, &call->page.text);
    call->page.policy = PAGE_SECURITY_POLICY;
    return page(call, "text/html; charset=utf-8");
}

#define ORIGIN_ROOM 300

/* The server as the client calls it. */
static const char *origin_of(const struct call *call, char origin[ORIGIN_ROOM])
{
    snprintf(origin, ORIGIN_ROOM, "http://%.280s", call->host ? call->host : "localhost");
    return origin;
}

bool docs_page(struct call *call)
{
    char origin[ORIGIN_ROOM];

    buffer_begin(&call->page.text, LIMIT_PAGE);
    page_docs(origin_of(call, origin), &call->page.text);
    call->page.policy = PAGE_SECURITY_POLICY;
    return page(call, "text/html; charset=utf-8");
}

bool index_page(struct call *call)
{
    char origin[ORIGIN_ROOM];

    buffer_begin(&call->page.text, LIMIT_PAGE);
    page_index(origin_of(call, origin), &call->page.text);
    call->page.policy = PAGE_SECURITY_POLICY;
    return page(call, "text/html; charset=utf-8");
}

bool asset(struct call *call)
{
    static struct packed_copies copies[ASSET_COUNT];
    const struct asset *found = asset_find(call->rest);

    if (!found) {
        problem_set(&call->problem, PROBLEM_NOT_FOUND, "The pages have no file named '%.100s'.",
                    call->rest);
        return false;
    }
    buffer_begin(&call->page.text, LIMIT_PAGE);
    buffer_add(&call->page.text, found->bytes, *found->size);
    call->page.tag = found->tag;
    call->page.copies = &copies[asset_index(found)];
    return page(call, found->content_type);
}
