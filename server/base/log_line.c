#include "base/log_line.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/digits.h"
#include "base/utf8.h"

/* What ends a line always fits. */
#define LINE_END_ROOM 2
#define LINE_ROOM (LIMIT_LOG_LINE - LINE_END_ROOM)

static void put(struct line *line, const char *bytes, size_t count)
{
    if (count > LINE_ROOM - line->length) {
        line->full = true;
        return;
    }
    memcpy(line->bytes + line->length, bytes, count);
    line->length += count;
}

__attribute__((format(printf, 2, 3))) static void print(struct line *line, const char *format, ...)
{
    size_t room = LINE_ROOM - line->length;
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = vsnprintf(line->bytes + line->length, room, format, arguments);
    va_end(arguments);
    if (count < 0 || (size_t)count >= room)
        line->full = true;
    else
        line->length += (size_t)count;
}

static void put_digits(struct line *line, unsigned long long value, int least)
{
    char digits[DIGITS_LONGEST];

    put(line, digits, (size_t)(digits_write(digits, value, least) - digits));
}

static void put_whole(struct line *line, long long value)
{
    unsigned long long magnitude = (unsigned long long)value;

    if (value < 0) {
        put(line, "-", 1);
        magnitude = -magnitude;
    }
    put_digits(line, magnitude, 1);
}

/* A number with three decimals. */
static void put_number(struct line *line, double value)
{
    char digits[DIGITS_LONGEST + 1];
    char *end;

    if (!(value >= 0 && value < 1e15)) {
        print(line, "%.3f", value);
        return;
    }
    end = digits_write_thousandths(digits, (uint64_t)(value * 1000 + 0.5));
    put(line, digits, (size_t)(end - digits));
}

/* How text is written: as the message of a text line, where it has no quotes around it; in quotes;
 * and as RFC 8259 has strings, quotes around it too. */
enum style { STYLE_PLAIN, STYLE_QUOTED, STYLE_JSON };

/* Control characters, those of U+0080 to U+009F included: a terminal obeys both. `size` is the
 * character's, and 0 where the byte belongs to none. */
static bool is_control(const char *text, size_t size)
{
    unsigned char first = (unsigned char)text[0];

    return (size == 1 && (first < 0x20 || first == 0x7f)) ||
           (size == 2 && first == 0xc2 && (unsigned char)text[1] < 0xa0);
}

static void put_control(struct line *line, const char *text, size_t size)
{
    static const char letters[] =
        {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    unsigned char last = (unsigned char)text[size - 1];

    if (last < sizeof letters && letters[last])
        print(line, "\\%c", letters[last]);
    else
        print(line, "\\u%04x", last);
}

/* One character, or a byte that belongs to none, so that no text can end the line or its quotes. */
static void put_character(struct line *line, const char *text, size_t size, enum style style)
{
    if (size == 0 && style == STYLE_JSON)
        put(line, "\\ufffd", 6);
    else if (size == 0)
        print(line, "\\x%02x", (unsigned char)*text);
    else if (is_control(text, size))
        put_control(line, text, size);
    else if (style != STYLE_PLAIN && (*text == '"' || *text == '\\'))
        print(line, "\\%c", *text);
    else
        put(line, text, size);
}

/* Whether a byte stands for itself in every style. */
static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static size_t plain_run(const char *text, size_t most)
{
    size_t run = 0;

    while (run < most && is_plain(text[run]))
        run++;
    return run;
}

static void put_text(struct line *line, const char *text, enum style style)
{
    const size_t most = line->length + LIMIT_LOG_TEXT;
    size_t left = strlen(text);

    if (style != STYLE_PLAIN)
        put(line, "\"", 1);
    while (left > 0 && line->length < most && !line->full) {
        size_t room = most - line->length;
        size_t size = plain_run(text, left < room ? left : room);

        if (size > 0) {
            put(line, text, size);
        } else {
            size = utf8_character(text, left);
            put_character(line, text, size, style);
            size += size == 0;
        }
        text += size;
        left -= size;
    }
    if (left > 0)
        put(line, "...", 3);
    if (style != STYLE_PLAIN)
        put(line, "\"", 1);
}

/* Whether a value of logfmt can stand without quotes. */
static bool is_bare(const char *text)
{
    size_t left = strlen(text);

    if (left == 0 || strpbrk(text, " =\"\\"))
        return false;
    while (left > 0) {
        size_t size = plain_run(text, left);

        if (size == 0)
            size = utf8_character(text, left);
        if (size == 0 || is_control(text, size))
            return false;
        text += size;
        left -= size;
    }
    return true;
}

/* The length of a text that needs no look at its characters: plain, with no blank or equals sign,
 * and not long. 0 where it does: nearly none does. */
static size_t simple_length(const char *text)
{
    size_t length = 0;

    while (is_plain(text[length]) && text[length] != ' ' && text[length] != '=')
        length++;
    return text[length] == '\0' && length <= LIMIT_LOG_TEXT ? length : 0;
}

static void put_text_value(struct line *line, const char *text, enum log_format format)
{
    size_t simple = simple_length(text);

    if (simple > 0 && format == LOG_TEXT)
        put(line, text, simple);
    else if (format == LOG_TEXT)
        put_text(line, text, is_bare(text) ? STYLE_PLAIN : STYLE_QUOTED);
    else
        put_text(line, text, STYLE_JSON);
}

static void put_value(struct line *line, const struct log_field *field, enum log_format format)
{
    if (field->kind == LOG_FIELD_WHOLE)
        put_whole(line, field->whole);
    else if (field->kind == LOG_FIELD_NUMBER && format == LOG_JSON && !isfinite(field->number))
        put(line, "null", 4);
    else if (field->kind == LOG_FIELD_NUMBER)
        put_number(line, field->number);
    else
        put_text_value(line, field->text, format);
}

/* A field that does not fit whole is left out. */
static void put_field(struct line *line, const struct log_field *field, enum log_format format)
{
    size_t before = line->length;

    if (field->kind == LOG_FIELD_TEXT && !field->text)
        return;
    put(line, field->heads[format], field->head_lengths[format]);
    put_value(line, field, format);
    if (line->full)
        line->length = before;
    line->full = false;
}

/* "2026-11-24T21:10:11" changes once a second: each thread keeps its last one. */
static void put_time(struct line *line)
{
    static _Thread_local time_t second = -1;
    static _Thread_local char text[32];
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != second) {
        struct tm utc;

        gmtime_r(&now.tv_sec, &utc);
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &utc);
        second = now.tv_sec;
    }
    put(line, text, strlen(text));
    put_digits(line, (unsigned long long)now.tv_nsec / 1000000, 3);
    put(line, "Z", 1);
}

void log_line_make(struct line *line, enum log_format format, enum log_level level,
                   const char *message, const struct log_field *fields, size_t count)
{
    line->length = 0;
    line->full = false;
    if (format == LOG_JSON) {
        put(line, "{\"time\":\"", 9);
        put_time(line);
        print(line, "\",\"level\":\"%s\",\"message\":", log_level_names[level]);
        put_text(line, message, STYLE_JSON);
    } else {
        put_time(line);
        put(line, " ", 1);
        put(line, log_level_names[level], strlen(log_level_names[level]));
        put(line, " ", 1);
        put_text(line, message, STYLE_PLAIN);
    }
    for (size_t i = 0; i < count; i++)
        put_field(line, &fields[i], format);
    if (format == LOG_JSON)
        line->bytes[line->length++] = '}';
    line->bytes[line->length++] = '\n';
}
