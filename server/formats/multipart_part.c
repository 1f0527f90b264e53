/* The parts of a form: what each of them is, by its headers, and the reader that it goes to. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "formats/meaning.h"
#include "formats/media.h"
#include "formats/multipart.h"

#define OPTIONS "options"

/* What is said of a part as a whole is at no place in a text. */
static const struct place nowhere = {0};

/* The values of the headers that count. */
struct part_headers {
    const char *disposition; /* "" where it is not there */
    const char *type;        /* NULL where they are not */
    const char *encoding;
};

/* --- Headers ---------------------------------------------------------------------------------- */

/* Makes one line of each header that goes on behind a line break (RFC 5322, 2.2.3). */
static void unfold(char *headers)
{
    for (char *at = headers; (at = strchr(at, '\n')) != NULL; at++)
        if (at[1] == ' ' || at[1] == '\t')
            *at = ' ';
}

static void note_header(struct part_headers *headers, struct span name, const char *value)
{
    if (span_is(name, "content-disposition"))
        headers->disposition = value;
    else if (span_is(name, "content-type") && *value != '\0')
        headers->type = value;
    else if (span_is(name, "content-transfer-encoding"))
        headers->encoding = value;
}

static bool split_headers(struct multipart *multipart, struct part_headers *headers)
{
    char *line = multipart->headers;

    if (strlen(line) != multipart->length)
        return malformed_body(multipart->reading.problem, &nowhere,
                              "The headers of part %zu have a NUL in them.", multipart->number);
    unfold(line);
    for (char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        const char *next = line;
        struct span name = take_token(&next);

        *end = '\0';
        if (name.length == 0 || *next != ':')
            return malformed_body(multipart->reading.problem, &nowhere,
                                  "Among the headers of part %zu stands \"%.60s\", which is no "
                                  "header. An empty line ends them.",
                                  multipart->number, line);
        next++;
        skip_blanks(&next);
        note_header(headers, name, next);
    }
    return true;
}

/* Takes the name of the part. */
static bool take_part_name(struct multipart *multipart, const struct part_headers *headers)
{
    const char *next = headers->disposition;
    struct span kind = take_token(&next);

    if (span_is(kind, "form-data") &&
        parameter_find(next, "name", multipart->name, sizeof multipart->name))
        return true;
    return malformed_body(multipart->reading.problem, &nowhere,
                          "Part %zu does not say whose value it is. Each part of a form has a "
                          "header such as Content-Disposition: form-data; name=\"a\", which curl "
                          "makes of -F a=@FILE.",
                          multipart->number);
}

/* --- Formats ---------------------------------------------------------------------------------- */

/* The types that a part may have: only matrices come in other formats than JSON. */
static json_t *part_types(bool matrix)
{
    json_t *list = json_array();

    for (size_t i = 0; i < reader_count; i++)
        if (matrix ? reader_formats[i]->part : reader_formats[i] == &json_reader)
            json_array_append_new(list, json_string(reader_formats[i]->media_type));
    return list;
}

static void refuse_format(struct multipart *multipart, const char *type, bool matrix)
{
    static const char how[] =
        "Name it, as in -F 'a=@FILE;type=text/csv', or send a file whose name ends in .npy, .csv "
        "or .json.";
    struct problem *problem = multipart->reading.problem;

    if (meaning_fault(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE, &nowhere,
                      "Part %zu, \"%s\", is of type %.100s, which tells no format that can be read "
                      "there. %s",
                      multipart->number, multipart->name, type,
                      matrix ? how : "It is no matrix: send it as JSON."))
        problem_add_new(problem, "supported", part_types(matrix));
}

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++)
        if (strncasecmp(text, *list, strlen(*list)) == 0)
            return true;
    return false;
}

/* The name of the file that the part was. Older Python clients write names that are not ASCII as
 * filename*=utf-8''m%C3%A4.npy (RFC 5987), whose end is that of the name. */
static bool file_name(const struct part_headers *headers, char *name, size_t room)
{
    const char *parameters = strchrnul(headers->disposition, ';');

    return parameter_find(parameters, "filename", name, room) ||
           parameter_find(parameters, "filename*", name, room);
}

/* The format of the present part, by its type, or else by the name of its file; JSON where there is
 * neither, as curl sends -F 'a=[[1,2]]'. NULL where none of ours is meant.
 *
 * parameters   receives those of its type. */
static const struct reader_format *part_format(const struct part_headers *headers,
                                               const char **parameters)
{
    /* What programs say of files that they do not know; the last is what Windows calls CSV. */
    static const char *const vague[] = {"application/octet-stream", "text/plain",
                                        "application/vnd.ms-excel", NULL};
    const char *type = headers->type ? headers->type : "text/plain";
    const struct reader_format *format = reader_for(type, parameters);
    char file[LIMIT_PART_HEADERS];

    if (format)
        return format->part ? format : NULL;
    *parameters = "";
    if (!is_one_of(type, vague))
        return NULL;
    if (file_name(headers, file, sizeof file)) {
        format = reader_for_file(file);
        if (format || strchr(file, '.'))
            return format;
    }
    return strncasecmp(type, "text/plain", 10) == 0 ? &json_reader : NULL;
}

/* Whether the part is sent as it is. */
static bool is_plain(struct multipart *multipart, const char *encoding)
{
    static const char *const plain[] = {"7bit", "8bit", "binary", NULL};
    struct problem *problem = multipart->reading.problem;

    if (!encoding || is_one_of(encoding, plain))
        return true;
    if (meaning_fault(problem, PROBLEM_UNSUPPORTED_MEDIA_TYPE, &nowhere,
                      "Part %zu, \"%s\", comes with Content-Transfer-Encoding: %.40s. Forms are "
                      "sent as they are: leave the encoding out.",
                      multipart->number, multipart->name, encoding))
        problem_add_new(problem, "supported", json_pack("[s,s,s]", plain[0], plain[1], plain[2]));
    return false;
}

/* --- Whose value it is ------------------------------------------------------------------------ */

static json_t *names_of(const struct fields *fields)
{
    json_t *names = fields_names(fields);

    json_array_append_new(names, json_string(OPTIONS));
    return names;
}

/* Whether a field's value has been given, and there can be no more of it. */
static bool is_given(const struct field *field, const struct field_value *value)
{
    return value->given && (field->kind != FIELD_MATRICES || value->within);
}

/* Whether the name is that of a part that may come. The options are the field behind the last. */
static bool find_field(struct multipart *multipart, size_t *index)
{
    const struct fields *fields = multipart->reading.fields;
    struct problem *problem = multipart->reading.problem;
    size_t length = strlen(multipart->name);
    bool options = strcmp(multipart->name, OPTIONS) == 0;
    bool cut = length == sizeof multipart->name - 1;

    *index = cut ? fields->count : fields_find(fields, multipart->name, length);
    if (*index == fields->count && !options)
        meaning_unknown(problem, &nowhere, multipart->name, length, cut, names_of(fields));
    else if (options ? multipart->options
                     : is_given(&fields->list[*index], &fields->values[*index]))
        meaning_duplicate(problem, &nowhere, multipart->name, length);
    else
        return true;
    return false;
}

static bool is_matrix(const struct fields *fields, size_t index)
{
    return index < fields->count &&
           (fields->list[index].kind == FIELD_MATRIX || fields->list[index].kind == FIELD_MATRICES);
}

/* --- Reading ---------------------------------------------------------------------------------- */

/* Begins the reader of the value of a field, or of the options. */
static bool begin_reader(struct multipart *multipart, size_t index,
                         const struct reader_format *format, const char *parameters)
{
    struct reading reading = multipart->reading;
    bool options = index == reading.fields->count;

    if (!multipart->reader)
        multipart->reader = malloc(reader_largest());
    if (!multipart->reader || (!options && !operand_find(reading.fields, index, &reading.operand)))
        return problem_no_memory(reading.problem);
    multipart->options |= options;
    multipart->field = reading.operand.field;
    reading.parameters = parameters;
    reading.within = options ? "/" OPTIONS : "";
    format->begin(multipart->reader, &reading);
    multipart->format = format;
    return true;
}

bool part_begin(struct multipart *multipart)
{
    struct problem *problem = multipart->reading.problem;
    struct part_headers headers = {.disposition = ""};
    const struct reader_format *format;
    const char *parameters;
    size_t index;
    bool matrix;

    if (!split_headers(multipart, &headers) || !take_part_name(multipart, &headers))
        return false;
    multipart->told_before = problem->kind;
    problem->settled = problem->kind != PROBLEM_NONE;
    if (!find_field(multipart, &index) || !is_plain(multipart, headers.encoding))
        return true;
    matrix = is_matrix(multipart->reading.fields, index);
    format = part_format(&headers, &parameters);
    if (format && (matrix || format == &json_reader))
        return begin_reader(multipart, index, format, parameters);
    refuse_format(multipart, headers.type ? headers.type : "text/plain", matrix);
    return true;
}

/* Whether nothing that may still come would be told instead. */
static bool is_final(enum problem_kind kind)
{
    return kind != PROBLEM_NONE && problem_fact(kind)->status != 422 &&
           problem_fact(kind)->status != 415;
}

/* Of text that is no JSON where a word belongs. */
static const char *hint(const struct multipart *multipart)
{
    const struct field *field = multipart->field;

    if (!field || field->kind != FIELD_DOCUMENT ||
        multipart->reading.problem->kind != PROBLEM_MALFORMED_JSON)
        return "";
    return " (curl -F takes quotes off. Text goes into the options: -F "
           "'options={\"kind\":\"max\"}'.)";
}

/* Says in which part the fault is that its reader has told; returns whether it is not final. */
static bool tell_part(struct multipart *multipart)
{
    struct problem *problem = multipart->reading.problem;
    char detail[PROBLEM_DETAIL_ROOM];

    if (problem->kind != multipart->told_before) {
        memcpy(detail, problem->detail, sizeof detail);
        problem_detail(problem, "In part %zu, \"%s\": %s%s", multipart->number, multipart->name,
                       detail, hint(multipart));
    }
    return !is_final(problem->kind);
}

bool part_feed(struct multipart *multipart, const char *bytes, size_t count)
{
    if (!multipart->format || multipart->format->feed(multipart->reader, bytes, count))
        return true;
    tell_part(multipart);
    return false;
}

bool part_end(struct multipart *multipart)
{
    if (!multipart->format)
        return true;
    multipart->format->end(multipart->reader);
    multipart->format->release(multipart->reader);
    multipart->format = NULL;
    return tell_part(multipart);
}
