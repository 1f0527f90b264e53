#include "formats/media.h"

#include <string.h>
#include <strings.h>

#include "base/token.h"

bool span_is(struct span span, const char *text)
{
    return span.length == strlen(text) && strncasecmp(span.text, text, span.length) == 0;
}

void skip_blanks(const char **next)
{
    *next += strspn(*next, " \t");
}

struct span take_token(const char **next)
{
    struct span token = {*next, 0};

    while (token_has(token.text[token.length]))
        token.length++;
    *next += token.length;
    return token;
}

bool skip_quoted(const char **next)
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

bool take_range(const char **next, struct range *range)
{
    range->type = take_token(next);
    if (range->type.length == 0 || **next != '/')
        return false;
    ++*next;
    range->subtype = take_token(next);
    return range->subtype.length > 0;
}

int range_closeness(struct range range, const char *media_type)
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

/* A value without quotes: a token, in which "<" and ">" stand too, as in numpy's "<f4": nobody
 * quotes that. */
static struct span take_bare(const char **next)
{
    struct span value = take_token(next);

    while (**next == '<' || **next == '>') {
        ++*next;
        take_token(next);
    }
    value.length = (size_t)(*next - value.text);
    return value;
}

/* After a parameter's name. */
static bool take_value(const char **next, struct parameter *parameter)
{
    if (**next != '=')
        return false;
    ++*next;
    parameter->quoted = **next == '"';
    if (!parameter->quoted) {
        parameter->value = take_bare(next);
        return parameter->value.length > 0;
    }
    parameter->value.text = ++*next;
    if (!skip_quoted(next))
        return false;
    parameter->value.length = (size_t)(*next - 1 - parameter->value.text);
    return true;
}

bool take_parameter(const char **next, struct parameter *parameter)
{
    bool good = true;

    skip_blanks(next);
    if (**next != ';')
        return false;
    ++*next;
    skip_blanks(next);
    *parameter = (struct parameter){.name = take_token(next)};
    if (parameter->name.length > 0)
        good = take_value(next, parameter);
    skip_blanks(next);
    return good;
}

static void copy_value(const struct parameter *parameter, char *value, size_t room)
{
    const char *end = parameter->value.text + parameter->value.length;
    size_t length = 0;

    for (const char *at = parameter->value.text; at < end && length + 1 < room; at++) {
        if (parameter->quoted && *at == '\\')
            at++;
        value[length++] = *at;
    }
    value[length] = '\0';
}

bool parameter_find(const char *parameters, const char *name, char *value, size_t room)
{
    struct parameter parameter;

    while (take_parameter(&parameters, &parameter))
        if (span_is(parameter.name, name)) {
            copy_value(&parameter, value, room);
            return true;
        }
    return false;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

/* Its zero may be missing: Java's HttpURLConnection asks for "q=.2". */
int parameter_weight(const struct parameter *parameter)
{
    const struct span text = parameter->value;
    bool whole = text.length > 0 && is_digit(text.text[0]);
    size_t next = whole ? 1 : 0;
    int thousandths = whole ? (text.text[0] - '0') * 1000 : 0;

    if (parameter->quoted || text.length < 2 - next ||
        (next < text.length && text.text[next] != '.'))
        return -1;
    for (int place = 100; ++next < text.length; place /= 10) {
        if (place == 0 || !is_digit(text.text[next]))
            return -1;
        thousandths += (text.text[next] - '0') * place;
    }
    return thousandths <= 1000 ? thousandths : -1;
}

void skip_element(const char **next)
{
    while (**next != '\0' && **next != ',') {
        if (*(*next)++ == '"' && !skip_quoted(next))
            return;
    }
}
