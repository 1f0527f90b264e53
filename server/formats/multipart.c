/* Forms of several parts (RFC 7578, within RFC 2046), such as curl -F and browsers send: where the
 * parts begin and end.
 *
 * Content goes to the reader of its part from where it lies. Only what may be the beginning of a
 * boundary is held back, and need not be kept for that: it is the same as the boundary. The line
 * break that a boundary begins with stands nowhere else in it, so a beginning that does not go on
 * has no other within, and every byte is looked at once. */
#include "formats/multipart.h"

#include <stdlib.h>
#include <string.h>

#include "formats/media.h"
#include "formats/meaning.h"

/* How a form is laid out is told at no place in a text. */
static const struct place nowhere = {0};

/* --- The boundary ----------------------------------------------------------------------------- */

/* Finds the boundary that the parameters name. Many write characters that only quotes allow without
 * them: all is taken up to the next parameter. */
static bool find_boundary(const char *parameters, struct span *boundary)
{
    struct parameter parameter;

    while (take_parameter(&parameters, &parameter))
        if (span_is(parameter.name, "boundary")) {
            *boundary = parameter.value;
            if (!parameter.quoted)
                boundary->length = strcspn(boundary->text, "; \t");
            return true;
        }
    return false;
}

static bool take_boundary(struct multipart *multipart)
{
    struct span boundary;

    if (!find_boundary(multipart->reading.parameters, &boundary))
        return malformed_body(multipart->reading.problem, &nowhere,
                              "The Content-Type multipart/form-data comes without a boundary, so "
                              "that nobody can tell where a part ends. curl -F and the FormData "
                              "of browsers set the whole header by themselves: leave it out.");
    if (boundary.length == 0 || boundary.length > BOUNDARY_MOST)
        return malformed_body(
            multipart->reading.problem, &nowhere,
            "The boundary in the Content-Type has %zu characters; it has 1 to %d.", boundary.length,
            BOUNDARY_MOST);
    memcpy(multipart->delimiter, "\r\n--", 4);
    memcpy(multipart->delimiter + 4, boundary.text, boundary.length);
    multipart->delimiter[4 + boundary.length] = '\0';
    return true;
}

/* The line breaks before boundaries are CR LF, or bare LF. */
static void seek_with(struct multipart *multipart, bool carriage_return)
{
    multipart->sought = multipart->delimiter + !carriage_return;
    multipart->sought_length = strlen(multipart->sought);
}

/* The boundary may come at once: the line break that belongs to it has just been. */
static void begin_line(struct multipart *multipart)
{
    multipart->held = multipart->unreal = multipart->sought[0] == '\r' ? 2 : 1;
}

static void begin(void *reader, const struct reading *reading)
{
    struct multipart *multipart = reader;

    memset(multipart, 0, offsetof(struct multipart, headers));
    multipart->reading = *reading;
    multipart->over = !take_boundary(multipart);
    seek_with(multipart, false);
    begin_line(multipart);
}

static void release(void *reader)
{
    struct multipart *multipart = reader;

    if (multipart->format)
        multipart->format->release(multipart->reader);
    free(multipart->reader);
    multipart->format = NULL;
    multipart->reader = NULL;
}

/* --- Content, up to a boundary ---------------------------------------------------------------- */

static void give(struct multipart *multipart, const char *bytes, size_t count)
{
    if (multipart->at == MULTIPART_CONTENT && count > 0 && !part_feed(multipart, bytes, count))
        multipart->over = true;
}

/* What was held is no boundary. */
static void give_held(struct multipart *multipart)
{
    size_t held = multipart->held;
    size_t unreal = multipart->unreal;

    multipart->held = multipart->unreal = 0;
    give(multipart, multipart->sought + unreal, held - unreal);
}

/* How many bytes at the end may be the beginning of a boundary. */
static size_t beginning_at(const struct multipart *multipart, const char *end, size_t count)
{
    size_t most = multipart->sought_length - 1 < count ? multipart->sought_length - 1 : count;
    const char *from = memrchr(end - most, multipart->sought[0], most);

    if (!from || memcmp(from, multipart->sought, (size_t)(end - from)) != 0)
        return 0;
    return (size_t)(end - from);
}

static void boundary_found(struct multipart *multipart)
{
    multipart->held = multipart->unreal = 0;
    if (multipart->at == MULTIPART_CONTENT && !part_end(multipart))
        multipart->over = true;
    multipart->at = MULTIPART_LINE;
    multipart->length = 0;
}

/* Goes on with what is held, until it is a boundary, or none. */
static const char *go_on(struct multipart *multipart, const char *at, const char *end)
{
    for (; at < end && multipart->held > 0; at++) {
        if (*at != multipart->sought[multipart->held]) {
            give_held(multipart);
            return at;
        }
        if (++multipart->held == multipart->sought_length)
            boundary_found(multipart);
    }
    return at;
}

/* Each of these takes what comes next, up to `end`, and returns how far it came. */

static const char *take_content(struct multipart *multipart, const char *at, const char *end)
{
    const char *found;
    size_t count;

    if (multipart->held > 0)
        return go_on(multipart, at, end);
    count = (size_t)(end - at);
    found = memmem(at, count, multipart->sought, multipart->sought_length);
    if (found) {
        give(multipart, at, (size_t)(found - at));
        if (!multipart->over)
            boundary_found(multipart);
        return found + multipart->sought_length;
    }
    multipart->held = beginning_at(multipart, end, count);
    give(multipart, at, count - multipart->held);
    return end;
}

/* --- Lines ------------------------------------------------------------------------------------ */

static bool line_too_long(struct multipart *multipart)
{
    if (multipart->at == MULTIPART_LINE)
        return malformed_body(multipart->reading.problem, &nowhere,
                              "The line of the boundary \"%s\" behind part %zu does not end.",
                              multipart->delimiter + 4, multipart->number);
    return malformed_body(
        multipart->reading.problem, &nowhere,
        "The headers of part %zu have more than %d bytes, or no empty line ends them.",
        multipart->number, LIMIT_PART_HEADERS);
}

/* Adds bytes up to a line break, without its CR. Returns how far it came; `complete` receives
 * whether the line is. */
static const char *take_line(struct multipart *multipart, const char *at, const char *end,
                             bool *complete)
{
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    size_t count = (size_t)((line_end ? line_end : end) - at);

    *complete = line_end != NULL;
    if (count > LIMIT_PART_HEADERS - multipart->length) {
        multipart->over = !line_too_long(multipart);
        return end;
    }
    memcpy(multipart->headers + multipart->length, at, count);
    multipart->length += count;
    return at + count + *complete;
}

/* Takes the CR off the end of what was collected. Returns whether there was one. */
static bool take_carriage_return(struct multipart *multipart)
{
    bool there = multipart->length > 0 && multipart->headers[multipart->length - 1] == '\r';

    multipart->length -= there;
    return there;
}

/* The line of a boundary is complete: only blanks may be behind it. */
static bool end_boundary(struct multipart *multipart)
{
    bool carriage_return = take_carriage_return(multipart);

    multipart->headers[multipart->length] = '\0';
    if (strspn(multipart->headers, " \t") != multipart->length)
        return malformed_body(
            multipart->reading.problem, &nowhere,
            "Behind part %zu a line begins with the boundary \"--%s\", but goes on with "
            "\"%.20s\". A boundary may stand nowhere within a part.",
            multipart->number, multipart->delimiter + 4, multipart->headers);
    if (multipart->number == 0)
        seek_with(multipart, carriage_return);
    multipart->number++;
    multipart->at = MULTIPART_HEADERS;
    multipart->length = 0;
    return true;
}

static const char *take_boundary_line(struct multipart *multipart, const char *at, const char *end)
{
    bool complete;

    while (at < end && multipart->length < 2 && *at == '-') {
        multipart->headers[multipart->length++] = *at++;
        if (multipart->length == 2 && multipart->headers[0] == '-')
            multipart->at = MULTIPART_EPILOGUE;
    }
    if (at == end || multipart->at == MULTIPART_EPILOGUE)
        return at;
    at = take_line(multipart, at, end, &complete);
    if (complete && !multipart->over)
        multipart->over = !end_boundary(multipart);
    return at;
}

static const char *take_headers(struct multipart *multipart, const char *at, const char *end)
{
    bool complete;

    at = take_line(multipart, at, end, &complete);
    if (!complete || multipart->over)
        return at;
    take_carriage_return(multipart);
    if (multipart->length > 0 && multipart->headers[multipart->length - 1] != '\n') {
        if (multipart->length == LIMIT_PART_HEADERS)
            multipart->over = !line_too_long(multipart);
        else
            multipart->headers[multipart->length++] = '\n';
        return at;
    }
    multipart->headers[multipart->length] = '\0';
    multipart->at = MULTIPART_CONTENT;
    begin_line(multipart);
    multipart->over = !part_begin(multipart);
    return at;
}

/* --- The reader ------------------------------------------------------------------------------- */

static bool feed(void *reader, const char *bytes, size_t count)
{
    struct multipart *multipart = reader;
    const char *end = bytes + count;

    while (bytes < end && !multipart->over) {
        switch (multipart->at) {
        case MULTIPART_PREAMBLE:
        case MULTIPART_CONTENT:
            bytes = take_content(multipart, bytes, end);
            break;
        case MULTIPART_LINE:
            bytes = take_boundary_line(multipart, bytes, end);
            break;
        case MULTIPART_HEADERS:
            bytes = take_headers(multipart, bytes, end);
            break;
        default:
            bytes = end;
        }
    }
    return !multipart->over;
}

static bool cut_off(struct multipart *multipart)
{
    struct problem *problem = multipart->reading.problem;
    const char *boundary = multipart->delimiter + 4;

    if (multipart->number == 0)
        return malformed_body(
            problem, &nowhere,
            "The boundary that the Content-Type names, \"%s\", stands nowhere in "
            "the body on a line of its own behind two hyphens. curl -F and the "
            "FormData of browsers set the header and the boundaries by themselves.",
            boundary);
    if (multipart->at == MULTIPART_HEADERS)
        return malformed_body(problem, &nowhere,
                              "The body ends within the headers of part %zu, or no empty line ends "
                              "them.",
                              multipart->number);
    return malformed_body(problem, &nowhere,
                          "The body ends within part %zu: it was cut off, or the last boundary, "
                          "\"--%s--\", is missing.",
                          multipart->number, boundary);
}

static bool end(void *reader)
{
    struct multipart *multipart = reader;

    if (!multipart->over && multipart->at != MULTIPART_EPILOGUE)
        multipart->over = !cut_off(multipart);
    multipart->reading.fields->end = (struct spot){0};
    return multipart->reading.problem->kind == PROBLEM_NONE;
}

const struct reader_format multipart_reader = {
    .media_type = "multipart/form-data",
    .members = true,
    .size = sizeof(struct multipart),
    .begin = begin,
    .feed = feed,
    .end = end,
    .release = release,
};
