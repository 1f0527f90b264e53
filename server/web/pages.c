#include "web/pages.h"

#include <rowcol/notation.h>
#include <stdio.h>
#include <string.h>

#include "web/assets.h"
#include "web/examples.h"

const char PAGE_SECURITY_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#define DEFAULT_ORIGIN "http://127.0.0.1:8080"

/* What stands at {{name}} of a template. */
struct value {
    const char *name;
    const char *text;
    size_t length;
    enum { PLAIN, PROSE } kind; /* PROSE has `code` between backticks */
};

static struct value value(const char *name, const char *text)
{
    return (struct value){name, text, strlen(text), PLAIN};
}

static void add_value(const struct value *value, struct buffer *out)
{
    bool code = false;

    for (size_t i = 0; i < value->length; i++) {
        const char *instead = rowcol_escaped(ROWCOL_HTML, value->text[i]);

        if (value->kind == PROSE && value->text[i] == '`') {
            code = !code;
            instead = code ? "<code>" : "</code>";
        }
        if (instead)
            buffer_add_text(out, instead);
        else
            buffer_add(out, &value->text[i], 1);
    }
}

static void add_named(const char *name, size_t length, const struct value *values, size_t count,
                      struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(values[i].name) == length && memcmp(values[i].name, name, length) == 0)
            add_value(&values[i], out);
    }
}

/* Adds a template with its values in place. Embedded files end with a zero (embed.cmake). */
static bool fill(const unsigned char *template, const struct value *values, size_t count,
                 struct buffer *out)
{
    const char *next = (const char *)template;
    const char *name;

    while ((name = strstr(next, "{{")) != NULL) {
        const char *end = strstr(name, "}}");

        if (!end)
            break;
        buffer_add(out, next, (size_t)(name - next));
        add_named(name + 2, (size_t)(end - name - 2), values, count, out);
        next = end + 2;
    }
    return buffer_add_text(out, next);
}

/* The lines are made to be pasted into a shell: nothing may come in by the Host header. */
static bool may_be_pasted(const char *origin)
{
    return origin[strspn(origin, "abcdefghijklmnopqrstuvwxyz"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789-._~:/[]")] == '\0';
}

static bool fill_origin(const unsigned char *template, const char *origin, struct buffer *out)
{
    const struct value values[] = {
        value("origin", may_be_pasted(origin) ? origin : DEFAULT_ORIGIN),
    };

    return fill(template, values, sizeof values / sizeof *values, out);
}

bool page_index(const char *origin, struct buffer *out)
{
    return fill_origin(index_html, origin, out);
}

bool page_docs(const char *origin, struct buffer *out)
{
    return fill_origin(docs_html, origin, out);
}

bool page_problem(enum problem_kind kind, struct buffer *out)
{
    const struct problem_fact *fact = problem_fact(kind);
    const struct problem_example *example = problem_example(kind);
    char status[16];

    snprintf(status, sizeof status, "%d", fact->status);

    const struct value values[] = {
        value("title", fact->title),
        value("status", status),
        value("slug", fact->slug),
        {"sentence", fact->sentence, strlen(fact->sentence), PROSE},
        value("what", example->body ? "A body for POST /v1/multiply that" : "What"),
        value("gives", example->gives),
        value("works", example->works),
    };

    return fill(problem_html, values, sizeof values / sizeof *values, out);
}
