/* The formats that there are, and which of them a request asks for. */
#include <string.h>
#include <strings.h>

#include "base/token.h"
#include "formats/reader.h"
#include "formats/writer.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The readers, and their names once more, since C can't take a member of a constant elsewhere into
 * one; test_formats holds them together. */
static const struct reader_format *const readers[] = {&json_reader};
static const char *const reader_types[] = {"application/json", NULL};

_Static_assert(COUNT(reader_types) == COUNT(readers) + 1, "each reader has its name");

/* The writers of each kind of answer; the first is the default. */
const struct writer_format *const matrix_writers[] = {&json_writer, &text_writer, NULL};
const struct writer_format *const lesson_writers[] = {&json_writer, &text_writer, &latex_writer,
                                                      &html_writer, NULL};

_Static_assert(COUNT(lesson_writers) <= WRITERS_MOST, "wishes have room for every writer");

const struct writer_format latex_writer = {
    .media_type = "application/x-latex",
    .content_type = "application/x-latex",
    .form = FORM_LATEX,
};

const struct writer_format html_writer = {
    .media_type = "text/html",
    .content_type = "text/html; charset=utf-8",
    .form = FORM_HTML,
};

size_t reader_largest(void)
{
    size_t largest = 0;

    for (size_t i = 0; i < COUNT(readers); i++)
        if (readers[i]->size > largest)
            largest = readers[i]->size;
    return largest;
}

const char *const *reader_media_types(void)
{
    return reader_types;
}

/* A piece of a header's value. */
struct span {
    const char *text;
    size_t length;
};

static bool span_is(struct span span, const char *text)
{
    return span.length == strlen(text) && strncasecmp(span.text, text, span.length) == 0;
}

static void skip_blanks(const char **next)
{
    *next += strspn(*next, " \t");
}

/* RFC 9110, 5.6.2. Empty where there is no token. */
static struct span take_token(const char **next)
{
    struct span token = {*next, 0};

    while (token_has(token.text[token.length]))
        token.length++;
    *next += token.length;
    return token;
}

/* RFC 9110, 5.6.4, after its first quote. Returns whether it ends. */
static bool skip_quoted(const char **next)
{
    for (; **next != '\0'; (*next)++) {
        if (**next == '"') {
            (*next)++;
            return true;
        }
        if (**next == '\\' && *++*next == '\0')
            break;
    }
    return false;
}

/* A media range or type: type "/" subtype. */
struct range {
    struct span type;
    struct span subtype;
};

static bool take_range(const char **next, struct range *range)
{
    range->type = take_token(next);
    if (range->type.length == 0 || **next != '/')
        return false;
    ++*next;
    range->subtype = take_token(next);
    return range->subtype.length > 0;
}

/* How closely a range names a media type: 3 in full, 2 by its type, 1 as any, 0 not at all. */
static int closeness(struct range range, const char *media_type)
{
    size_t type = strcspn(media_type, "/");

    if (span_is(range.type, "*"))
        return span_is(range.subtype, "*") ? 1 : 0;
    if (range.type.length != type || strncasecmp(range.type.text, media_type, type) != 0)
        return 0;
    if (span_is(range.subtype, "*"))
        return 2;
    return span_is(range.subtype, media_type + type + 1) ? 3 : 0;
}

const struct reader_format *reader_for(const char *content_type)
{
    const char *next = content_type ? content_type : "";
    struct range range;

    skip_blanks(&next);
    if (!take_range(&next, &range))
        return NULL;
    skip_blanks(&next);
    if (*next != '\0' && *next != ';')
        return NULL;
    for (size_t i = 0; i < COUNT(readers); i++) {
        if (closeness(range, readers[i]->media_type) == 3)
            return readers[i];
    }
    return NULL;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* A weight of RFC 9110, 12.4.2, in thousandths; -1 where it is none. Its zero may be missing:
 * Java's HttpURLConnection asks for "q=.2". */
static int weight(struct span text)
{
    bool whole = text.length > 0 && is_digit(text.text[0]);
    size_t next = whole ? 1 : 0;
    int thousandths = whole ? (text.text[0] - '0') * 1000 : 0;

    if (text.length < 2 - next || (next < text.length && text.text[next] != '.'))
        return -1;
    for (int place = 100; ++next < text.length; place /= 10) {
        if (place == 0 || !is_digit(text.text[next]))
            return -1;
        thousandths += (text.text[next] - '0') * place;
    }
    return thousandths <= 1000 ? thousandths : -1;
}

/* Takes a parameter's "=" and value after its name. An unquoted value is left in `value`. */
static bool take_value(const char **next, struct span *value)
{
    if (**next != '=')
        return false;
    ++*next;
    if (**next == '"') {
        *value = (struct span){0};
        ++*next;
        return skip_quoted(next);
    }
    *value = take_token(next);
    return value->length > 0;
}

/* Takes the parameters after a media range; of these only the weight counts here. */
static bool take_parameters(const char **next, int *quality)
{
    for (skip_blanks(next); **next == ';'; skip_blanks(next)) {
        struct span name;
        struct span value;

        ++*next;
        skip_blanks(next);
        name = take_token(next);
        if (name.length == 0)
            continue;
        if (!take_value(next, &value))
            return false;
        if (span_is(name, "q")) {
            *quality = weight(value);
            if (*quality < 0)
                return false;
        }
    }
    return true;
}

/* Goes to the comma that ends an element, or to the end; commas in quotes are none. */
static void skip_element(const char **next)
{
    while (**next != '\0' && **next != ',') {
        if (*(*next)++ == '"' && !skip_quoted(next))
            return;
    }
}

/* What a client thinks of a writer, by the range that names it most closely. */
struct wish {
    const struct writer_format *writer;
    int closeness;
    int quality;
};

/* In the order of the writers; one without a writer ends them. */
struct wishes {
    struct wish list[WRITERS_MOST];
};

static void note_range(struct range range, int quality, struct wishes *wishes)
{
    for (struct wish *wish = wishes->list; wish->writer; wish++) {
        int close = closeness(range, wish->writer->media_type);

        if (close > wish->closeness) {
            wish->closeness = close;
            wish->quality = quality;
        } else if (close > 0 && close == wish->closeness && quality > wish->quality) {
            wish->quality = quality;
        }
    }
}

/* Notes every element that is a range with good parameters. Returns whether there is one. */
static bool read_accept(const char *accept, struct wishes *wishes)
{
    bool any = false;
    const char *next = accept;

    while (*next != '\0') {
        const char *element = next;
        struct range range;
        int quality = 1000;

        skip_blanks(&next);
        if (take_range(&next, &range) && take_parameters(&next, &quality) &&
            (*next == ',' || *next == '\0')) {
            note_range(range, quality, wishes);
            any = true;
        } else {
            next = element;
            skip_element(&next);
        }
        next += *next == ',';
    }
    return any;
}

const struct writer_format *writer_for(const struct writer_format *const *writers,
                                       const char *accept)
{
    struct wishes wishes = {{{0}}};
    const struct writer_format *best = NULL;
    int quality = 0;

    for (size_t i = 0; writers[i]; i++)
        wishes.list[i].writer = writers[i];
    if (!accept || !read_accept(accept, &wishes))
        return writers[0];
    for (const struct wish *wish = wishes.list; wish->writer; wish++) {
        if (wish->quality > quality) {
            best = wish->writer;
            quality = wish->quality;
        }
    }
    return best;
}
