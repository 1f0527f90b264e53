/* The formats that there are, and which of them a request asks for. */
#include <string.h>
#include <strings.h>

#include "formats/media.h"
#include "formats/reader.h"
#include "formats/writer.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const struct reader_format *const reader_formats[] = {&json_reader, &multipart_reader, &npy_reader,
                                                      &csv_reader};
const size_t reader_count = COUNT(reader_formats);

/* The writers of each kind of answer; the first is the default. */
const struct writer_format *const matrix_writers[] = {&json_writer, &text_writer, &csv_writer,
                                                      &npy_writer,  &npz_writer,  NULL};
const struct writer_format *const value_writers[] = {&json_writer, &text_writer, NULL};
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

    for (size_t i = 0; i < reader_count; i++)
        if (reader_formats[i]->size > largest)
            largest = reader_formats[i]->size;
    return largest;
}

const struct reader_format *reader_for(const char *content_type, const char **parameters)
{
    const char *next = content_type ? content_type : "";
    struct range range;

    skip_blanks(&next);
    if (!take_range(&next, &range))
        return NULL;
    skip_blanks(&next);
    if (*next != '\0' && *next != ';')
        return NULL;
    if (parameters)
        *parameters = next;
    for (size_t i = 0; i < reader_count; i++)
        if (range_closeness(range, reader_formats[i]->media_type) == 3)
            return reader_formats[i];
    return NULL;
}

const struct reader_format *reader_for_file(const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < reader_count; i++) {
        const char *suffix = reader_formats[i]->suffix;

        if (suffix && length >= strlen(suffix) &&
            strcasecmp(name + length - strlen(suffix), suffix) == 0)
            return reader_formats[i];
    }
    return NULL;
}

/* What a type of numbers that Accept names asks for. */
enum dtype { DTYPE_ANY, DTYPE_DOUBLE, DTYPE_SINGLE, DTYPE_OTHER };

static enum dtype dtype_named(struct span name)
{
    if (span_is(name, "<f8") || span_is(name, "f8") || span_is(name, "float64"))
        return DTYPE_DOUBLE;
    if (span_is(name, "<f4") || span_is(name, "f4") || span_is(name, "float32"))
        return DTYPE_SINGLE;
    return DTYPE_OTHER;
}

/* What the parameters after a media range say; others don't count. */
struct preference {
    int quality;
    enum dtype dtype;
};

static bool take_parameters(const char **next, struct preference *preference)
{
    struct parameter parameter;

    skip_blanks(next);
    while (**next == ';') {
        if (!take_parameter(next, &parameter))
            return false;
        if (span_is(parameter.name, "dtype"))
            preference->dtype = dtype_named(parameter.value);
        else if (span_is(parameter.name, "q"))
            preference->quality = parameter_weight(&parameter);
        if (preference->quality < 0)
            return false;
    }
    return true;
}

/* What a client thinks of a writer, by the range that names it most closely. */
struct wish {
    const struct writer_format *writer;
    int closeness;
    struct preference preference;
};

/* In the order of the writers; one without a writer ends them. */
struct wishes {
    struct wish list[WRITERS_MOST];
};

static void note_range(struct range range, struct preference preference, struct wishes *wishes)
{
    for (struct wish *wish = wishes->list; wish->writer; wish++) {
        int close = range_closeness(range, wish->writer->media_type);

        if (close == 0 || (wish->writer->typed && preference.dtype == DTYPE_OTHER))
            continue;
        if (close > wish->closeness ||
            (close == wish->closeness && preference.quality > wish->preference.quality)) {
            wish->closeness = close;
            wish->preference = preference;
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
        struct preference preference = {.quality = 1000};

        skip_blanks(&next);
        if (take_range(&next, &range) && take_parameters(&next, &preference) &&
            (*next == ',' || *next == '\0')) {
            note_range(range, preference, wishes);
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
                                       const char *accept, bool *single)
{
    struct wishes wishes = {{{0}}};
    struct wish best = {.writer = NULL};

    if (single)
        *single = false;
    for (size_t i = 0; writers[i]; i++)
        wishes.list[i].writer = writers[i];
    if (!accept || !read_accept(accept, &wishes))
        return writers[0];
    for (const struct wish *wish = wishes.list; wish->writer; wish++) {
        if (wish->preference.quality > best.preference.quality)
            best = *wish;
    }
    if (single && best.writer)
        *single = best.writer->typed && best.preference.dtype == DTYPE_SINGLE;
    return best.writer;
}

const struct writer_format *writer_of(const struct writer_format *writer,
                                      const struct answer *answer)
{
    return writer->instead ? writer->instead(answer) : writer;
}
