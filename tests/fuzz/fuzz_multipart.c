/* The reader of forms: it comes to the same however a body is cut; and where all parts are JSON, a
 * form holds what the object of the same members does, whose parts are found here in another way,
 * in the whole body at once. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outcome.h"

#define PARAMETERS "; boundary=x"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/* FNV-1a: where to cut, different for every input and the same in every run. */
static size_t hash(const uint8_t *data, size_t size)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ data[i]) * UINT64_C(0x100000001b3);
    return (size_t)(sum ^ sum >> 32);
}

static void check_cut(const struct outcome *whole, const char *text, size_t size, size_t first,
                      size_t part)
{
    struct outcome cut;
    char *expected = outcome_words(whole);
    char *words;

    outcome_begin(&cut, &multipart_reader, PARAMETERS, text, size, first, part);
    words = outcome_words(&cut);
    check(words != NULL && expected != NULL && strcmp(words, expected) == 0,
          "it matters where the body is cut");
    free(words);
    free(expected);
    outcome_end(&cut);
}

/* --- The same members as one object ----------------------------------------------------------- */

struct bytes {
    const char *at;
    size_t count;
};

/* What stands up to a mark, which is taken off `rest` with it. False where there is none. */
static bool cut_at(struct bytes *rest, const char *mark, struct bytes *before)
{
    const char *found = memmem(rest->at, rest->count, mark, strlen(mark));

    if (found == NULL)
        return false;
    *before = (struct bytes){rest->at, (size_t)(found - rest->at)};
    rest->at = found + strlen(mark);
    rest->count -= before->count + strlen(mark);
    return true;
}

static bool has(struct bytes text, const char *what)
{
    return memmem(text.at, text.count, what, strlen(what)) != NULL;
}

/* Writes the value of a part as a member. */
static void write_member(FILE *to, const char *name, struct bytes content)
{
    if (strcmp(name, "options") == 0) {
        const char *open = memchr(content.at, '{', content.count);
        const char *close = memrchr(content.at, '}', content.count);

        content = (struct bytes){open + 1, (size_t)(close - open - 1)};
        if (has(content, "\""))
            fprintf(to, "%.*s,", (int)content.count, content.at);
    } else if (strcmp(name, "list") != 0) {
        fprintf(to, "\"%s\":%.*s,", name, (int)content.count, content.at);
    }
}

/* Takes a part as these tests write it: one header, with a name of letters. False for others. */
static bool take_part(struct bytes *body, const char *line, char name[16], struct bytes *content)
{
    static const char header[] = "Content-Disposition: form-data; name=";
    char blank[8], delimiter[8];
    struct bytes head;

    snprintf(blank, sizeof blank, "%s%s", line, line);
    snprintf(delimiter, sizeof delimiter, "%s--x", line);
    if (!cut_at(body, blank, &head) || head.count <= strlen(header) ||
        memcmp(head.at, header, strlen(header)) != 0 || has(head, delimiter))
        return false;
    head = (struct bytes){head.at + strlen(header), head.count - strlen(header)};
    for (size_t i = 0; i < head.count; i++)
        if (head.count > 15 || head.at[i] < 'a' || head.at[i] > 'z')
            return false;
    snprintf(name, 16, "%.*s", (int)head.count, head.at);
    return cut_at(body, delimiter, content);
}

/* The body as an object; NULL where it is not simple enough for that. To be freed. */
static char *as_object(const char *text, size_t size)
{
    struct bytes body = {text, size}, before, content;
    const char *line;
    char *object = NULL, *list = NULL, name[16];
    size_t length = 0, list_length = 0;
    FILE *to = open_memstream(&object, &length), *matrices = open_memstream(&list, &list_length);
    bool good = size > 5 && memcmp(text, "--x", 3) == 0 && cut_at(&body, "\n", &before);

    line = good && before.at[before.count - 1] == '\r' ? "\r\n" : "\n";
    fputc('{', to);
    while (good && (good = take_part(&body, line, name, &content))) {
        write_member(to, name, content);
        if (strcmp(name, "list") == 0)
            fprintf(matrices, "%s%.*s", ftell(matrices) > 0 ? "," : "", (int)content.count,
                    content.at);
        if (body.count >= 2 && memcmp(body.at, "--", 2) == 0)
            break;
        good = cut_at(&body, "\n", &before);
    }
    fclose(matrices);
    if (list_length > 0)
        fprintf(to, "\"list\":[%s],", list);
    fputc('}', to);
    fclose(to);
    free(list);
    if (good && length > 2)
        memcpy(object + length - 2, "}", 2); /* the last comma */
    if (good)
        return object;
    free(object);
    return NULL;
}

static bool same_matrix(const struct field_value *one, const struct field_value *other)
{
    rowcol_shape a = one->matrix.shape;
    rowcol_shape b = other->matrix.shape;

    return one->vector == other->vector && a.rows == b.rows && a.columns == b.columns &&
           (a.rows == 0 || memcmp(one->matrix.entries, other->matrix.entries,
                                  a.rows * a.columns * sizeof(double)) == 0);
}

static bool same_value(const struct field_value *one, const struct field_value *other)
{
    bool same = one->given == other->given && one->truth == other->truth &&
                one->number == other->number && one->count == other->count &&
                same_matrix(one, other) &&
                (one->document == other->document || json_equal(one->document, other->document));

    for (size_t i = 0; same && i < one->count; i++)
        same = same_matrix(&one->list[i], &other->list[i]);
    return same;
}

static void check_object(const char *text, size_t size, const struct outcome *form)
{
    char *object = as_object(text, size);
    struct outcome json;

    if (object == NULL)
        return;
    outcome_begin(&json, &json_reader, "", object, strlen(object), SIZE_MAX, SIZE_MAX);
    check(json.good || memchr(text, '\0', size) != NULL,
          "an object of the same members is refused");
    for (size_t i = 0; json.good && i < OUTCOME_FIELDS; i++)
        check(same_value(&form->fields.values[i], &json.fields.values[i]), "a member differs");
    outcome_end(&json);
    free(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    size_t sum = hash(data, size);
    struct outcome whole;

    outcome_begin(&whole, &multipart_reader, PARAMETERS, text, size, size, size);
    check(whole.good == (whole.problem.kind == PROBLEM_NONE), "a fault is not told");
    check_cut(&whole, text, size, sum % (size + 1), size);
    check_cut(&whole, text, size, sum % 7 + 1, sum / 7 % 13 + 1);
    if (whole.good)
        check_object(text, size, &whole);
    outcome_end(&whole);
    return 0;
}
