/* The pages: that they are whole, that nothing gets into them unescaped, and that what they show is
 * true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/handlers.h"
#include "base/budget.h"
#include "base/limits.h"
#include "formats/output.h"
#include "formats/reader.h"
#include "web/assets.h"
#include "web/examples.h"
#include "web/pages.h"

#define ORIGIN "http://example.org:8080"

/* A page, terminated; the same memory each time. */
static const char *page(struct buffer *text, bool good)
{
    static char terminated[LIMIT_PAGE];

    assert_true(good);
    assert_true(text->length < sizeof terminated);
    memcpy(terminated, text->bytes, text->length);
    terminated[text->length] = '\0';
    buffer_free(text);
    return terminated;
}

static const char *index_of(const char *origin)
{
    struct buffer text;

    buffer_begin(&text, 64 * 1024);
    return page(&text, page_index(origin, &text));
}

static const char *docs_of(const char *origin)
{
    struct buffer text;

    buffer_begin(&text, LIMIT_PAGE);
    return page(&text, page_docs(origin, &text));
}

static const char *problem_of(enum problem_kind kind)
{
    struct buffer text;

    buffer_begin(&text, 64 * 1024);
    return page(&text, page_problem(kind, &text));
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("not in the page: %s", part);
}

static void curl_lines_go_to_the_address_the_page_was_fetched_from(void **state)
{
    const char *text = index_of(ORIGIN);
    size_t lines = 0;

    (void)state;
    for (const char *line = text; (line = strstr(line, "curl ")) != NULL; line++) {
        const char *end = strchr(line, '\n');
        const char *origin = strstr(line, "'" ORIGIN "/v1/");

        assert_true(origin && origin < end);
        lines++;
    }
    assert_int_equal(lines, 4);
    assert_has(index_of("http://[::1]:8080"), "'http://[::1]:8080/v1/multiply'");
}

static void an_origin_that_is_unfit_for_a_shell_is_replaced(void **state)
{
    static const char *const unfit[] = {
        "http://a'$(id)'", "http://a;id", "http://<b>", "http://a b", "http://a&b",
    };

    (void)state;
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++) {
        const char *text = index_of(unfit[i]);

        assert_null(strstr(text, unfit[i]));
        assert_has(text, "'http://127.0.0.1:8080/v1/multiply'");
    }
}

static void the_reference_is_whole_and_fit_for_a_shell_too(void **state)
{
    const char *text = docs_of(ORIGIN);

    (void)state;
    assert_has(text, "'" ORIGIN "/v1/multiply'");
    assert_null(strstr(text, "{{"));
    assert_has(text, "</html>\n");
    text = docs_of("http://a'$(id)'");
    assert_null(strstr(text, "$(id)"));
    assert_has(text, "'http://127.0.0.1:8080/v1/multiply'");
}

/* A fault's page has every fact of the list, in the escaped form that HTML wants. */
static void each_problem_has_a_page_with_its_facts(void **state)
{
    (void)state;
    for (int kind = PROBLEM_NONE + 1; kind < PROBLEM_KINDS; kind++) {
        const struct problem_fact *fact = problem_fact((enum problem_kind)kind);
        const char *text = problem_of((enum problem_kind)kind);
        char wanted[100];

        snprintf(wanted, sizeof wanted, "<h1>%s</h1>", fact->title);
        assert_has(text, wanted);
        snprintf(wanted, sizeof wanted, "Status %d, type <code>/problems/%s</code>", fact->status,
                 fact->slug);
        assert_has(text, wanted);
        snprintf(wanted, sizeof wanted, "<p>%.10s", fact->sentence);
        assert_has(text, wanted);
    }
}

static void markup_in_values_is_escaped_and_backticks_are_code(void **state)
{
    const char *text = problem_of(PROBLEM_NOT_AN_OBJECT);

    (void)state;
    assert_has(text, "{&quot;a&quot;: [[1,2],[3,4]], &quot;b&quot;: [[5],[6]]}");
    assert_has(problem_of(PROBLEM_SHAPE_MISMATCH), "<code>suggestions</code>");
}

static void no_page_has_a_place_left_open_or_a_backtick(void **state)
{
    (void)state;
    for (int kind = PROBLEM_NONE; kind < PROBLEM_KINDS; kind++) {
        const char *text =
            kind == PROBLEM_NONE ? index_of(ORIGIN) : problem_of((enum problem_kind)kind);

        assert_null(strstr(text, "{{"));
        assert_null(strchr(text, '`'));
        assert_has(text, "</html>\n");
    }
}

/* The policy lets nothing within a page take effect: neither style nor script. */
static void no_page_has_a_style_or_a_script_in_it(void **state)
{
    (void)state;
    for (int kind = PROBLEM_NONE; kind < PROBLEM_KINDS; kind++) {
        const char *text =
            kind == PROBLEM_NONE ? index_of(ORIGIN) : problem_of((enum problem_kind)kind);

        assert_has(text, "<link rel=\"stylesheet\" href=\"/assets/style.css\">");
        assert_null(strstr(text, "<style"));
        assert_null(strstr(text, "<script>"));
        assert_null(strstr(text, "style="));
        assert_null(strstr(text, " onclick="));
    }
    assert_has(PAGE_SECURITY_POLICY, "default-src 'none'; script-src 'self'; style-src 'self'; ");
    assert_null(strstr(PAGE_SECURITY_POLICY, "unsafe"));
}

static void an_asset_is_found_by_its_whole_name(void **state)
{
    const struct asset *style = asset_find("style.css");

    (void)state;
    assert_non_null(style);
    assert_string_equal(style->content_type, "text/css; charset=utf-8");
    assert_memory_equal(style->bytes, style_css, style_css_size);
    assert_int_equal(*style->size, style_css_size);
    assert_int_equal(strlen(style->tag), 34);
    assert_null(asset_find("style"));
    assert_null(asset_find("style.css.map"));
    assert_null(asset_find(""));
}

/* Does what a server does with the body of a multiplication. `text` receives the answer. */
static enum problem_kind outcome(const char *body, char *text, size_t room)
{
    const struct options options = {.max_result = 1000, .max_multiply_adds = 1e6};
    struct call call = {.options = &options,
                        .fields = {.list = multiply_fields, .count = MULTIPLY_FIELDS}};
    void *reader = malloc(json_reader.size);
    struct reading reading;
    bool good;
    enum problem_kind kind;

    assert_non_null(reader);
    assert_true(reading_begin(&reading, &json_reader, "", &call.fields, &call.problem));
    json_reader.begin(reader, &reading);
    good = json_reader.feed(reader, body, strlen(body)) && json_reader.end(reader) &&
           reading_complete(&reading, &json_reader);
    json_reader.release(reader);
    free(reader);
    good = good && multiply(&call);
    for (size_t i = 0; good && i < call.work.panels; i++)
        call.work.run(&call, i);
    if (good && (call.work.panels == 0 || call.work.finish(&call))) {
        size_t length;
        size_t size;
        char *output = output_text(&call.answer, &json_writer, &length, &size);

        assert_non_null(output);
        snprintf(text, room, "%.*s", (int)length, output);
        budget_free(output, size);
    } else {
        snprintf(text, room, "%s", call.problem.detail);
    }
    kind = call.problem.kind;
    call_release(&call);
    return kind;
}

static void each_body_on_a_page_gives_its_problem_and_the_other_none(void **state)
{
    char text[1000];

    (void)state;
    for (int kind = PROBLEM_NONE + 1; kind < PROBLEM_KINDS; kind++) {
        const struct problem_example *example = problem_example((enum problem_kind)kind);

        assert_non_null(example->gives);
        assert_non_null(example->works);
        if (!example->body)
            continue;
        print_message("%s\n", example->gives);
        assert_int_equal(outcome(example->gives, text, sizeof text), kind);
        assert_int_equal(outcome(example->works, text, sizeof text), PROBLEM_NONE);
    }
}

/* The start page's answers, from the bodies beside them. */
static void the_answers_on_the_start_page_are_those_of_its_bodies(void **state)
{
    const char *page_text = index_of(ORIGIN);
    const char *product = "{\"a\":[[2,1],[5,4]],\"b\":[[3,2],[4,6]]}";
    const char *mismatch = "{\"a\":[[1,2],[3,4],[5,6],[7,8],[9,10]],"
                           "\"b\":[[1,2],[3,4],[5,6],[7,8]]}";
    char text[1000];

    (void)state;
    assert_has(page_text, product);
    assert_int_equal(outcome(product, text, sizeof text), PROBLEM_NONE);
    text[strcspn(text, "\n")] = '\0';
    assert_has(page_text, text);

    assert_has(page_text, mismatch);
    assert_int_equal(outcome(mismatch, text, sizeof text), PROBLEM_SHAPE_MISMATCH);
    assert_has(page_text, text);
}

static void a_full_buffer_is_told(void **state)
{
    struct buffer text;

    (void)state;
    buffer_begin(&text, 500);
    assert_false(page_index(ORIGIN, &text));
    assert_false(page_problem(PROBLEM_NOT_FOUND, &text));
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curl_lines_go_to_the_address_the_page_was_fetched_from),
        cmocka_unit_test(an_origin_that_is_unfit_for_a_shell_is_replaced),
        cmocka_unit_test(the_reference_is_whole_and_fit_for_a_shell_too),
        cmocka_unit_test(each_problem_has_a_page_with_its_facts),
        cmocka_unit_test(markup_in_values_is_escaped_and_backticks_are_code),
        cmocka_unit_test(no_page_has_a_place_left_open_or_a_backtick),
        cmocka_unit_test(no_page_has_a_style_or_a_script_in_it),
        cmocka_unit_test(an_asset_is_found_by_its_whole_name),
        cmocka_unit_test(each_body_on_a_page_gives_its_problem_and_the_other_none),
        cmocka_unit_test(the_answers_on_the_start_page_are_those_of_its_bodies),
        cmocka_unit_test(a_full_buffer_is_told),
    };

    budget_begin(16 * 1024 * 1024);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
