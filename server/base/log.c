#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"

const char *const log_level_names[] = {"error", "warn", "info", "debug", NULL};
const char *const log_format_names[] = {"text", "json", NULL};

/* --- A line ----------------------------------------------------------------------------------- */

/* A line that is being made, on the stack: an error about memory must not want memory. */
struct line {
    size_t length;
    bool full; /* something did not fit */
    char bytes[LIMIT_LOG_LINE];
};

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

/* Digits by hand: a line for each request has several numbers, and printf's are a quarter of its
 * cost. */
static void put_digits(struct line *line, unsigned long long value, int least)
{
    char digits[24];
    size_t at = sizeof digits;

    for (int count = 0; value > 0 || count < least; count++, value /= 10)
        digits[--at] = (char)('0' + value % 10);
    put(line, digits + at, sizeof digits - at);
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
    unsigned long long thousandths;

    if (!(value >= 0 && value < 1e15)) {
        print(line, "%.3f", value);
        return;
    }
    thousandths = (unsigned long long)(value * 1000 + 0.5);
    put_digits(line, thousandths / 1000, 1);
    put(line, ".", 1);
    put_digits(line, thousandths % 1000, 3);
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

/* How many bytes stand for themselves in every style. */
static size_t plain_run(const char *text, size_t most)
{
    size_t run = 0;

    while (run < most && text[run] >= ' ' && text[run] < 0x7f && text[run] != '"' &&
           text[run] != '\\')
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

static void put_value(struct line *line, const struct log_field *field, enum log_format format)
{
    if (field->kind == LOG_FIELD_WHOLE)
        put_whole(line, field->whole);
    else if (field->kind == LOG_FIELD_NUMBER && format == LOG_JSON && !isfinite(field->number))
        put(line, "null", 4);
    else if (field->kind == LOG_FIELD_NUMBER)
        put_number(line, field->number);
    else if (format == LOG_JSON)
        put_text(line, field->text, STYLE_JSON);
    else
        put_text(line, field->text, is_bare(field->text) ? STYLE_PLAIN : STYLE_QUOTED);
}

/* A field that does not fit whole is left out. */
static void put_field(struct line *line, const struct log_field *field, enum log_format format)
{
    size_t before = line->length;

    if (field->kind == LOG_FIELD_TEXT && !field->text)
        return;
    put(line, format == LOG_JSON ? ",\"" : " ", format == LOG_JSON ? 2 : 1);
    put(line, field->name, strlen(field->name));
    put(line, format == LOG_JSON ? "\":" : "=", format == LOG_JSON ? 2 : 1);
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

static void make_line(struct line *line, enum log_format format, enum log_level level,
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
        print(line, " %s ", log_level_names[level]);
        put_text(line, message, STYLE_PLAIN);
    }
    for (size_t i = 0; i < count; i++)
        put_field(line, &fields[i], format);
    if (format == LOG_JSON)
        line->bytes[line->length++] = '}';
    line->bytes[line->length++] = '\n';
}

/* --- Where lines go --------------------------------------------------------------------------- */

static struct {
    enum log_level level;
    enum log_format format;
    bool is_socket;

    pthread_mutex_t lock; /* guards what follows, and the order of what is written */
    size_t length;
    bool mid_line;     /* the last byte written ended no line */
    size_t lost;       /* lines that nobody has been told of */
    size_t telling;    /* lines that a waiting line tells of */
    size_t notice_end; /* where in `waiting` that line ends; 0: there is none */
    char waiting[LIMIT_LOG_WAITING];
} sink = {.level = LOG_INFO, .format = LOG_TEXT, .lock = PTHREAD_MUTEX_INITIALIZER};

/* Writes as much as standard error takes without waiting. Its own O_NONBLOCK must stay as it is:
 * other processes share it. So a socket is asked not to wait (the journal of systemd is one), and
 * all else is written in parts that a pipe takes whole once it reports room.
 *
 * Returns the bytes written; 0 if there is no room now; -1 if there never will be for these
 * bytes. */
static ssize_t write_some(const char *bytes, size_t count)
{
    struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
    ssize_t written;

    do {
        if (sink.is_socket)
            written = send(STDERR_FILENO, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
        else if (poll(&room, 1, 0) <= 0)
            return 0;
        else
            written = write(STDERR_FILENO, bytes, count < PIPE_BUF ? count : PIPE_BUF);
    } while (written < 0 && errno == EINTR);
    if (written < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    return written;
}

/* Gives up what waits. A line that was begun still gets its end, so that the next begins on its
 * own; that lone end, which no line starts with, is not counted. Nor is the line that told of
 * others: they are. */
static void drop_waiting(void)
{
    for (size_t i = 1; i < sink.length; i++)
        sink.lost += sink.waiting[i] == '\n';
    if (sink.notice_end > 0)
        sink.lost += sink.telling - 1;
    sink.notice_end = 0;
    sink.length = 0;
    if (sink.mid_line)
        sink.waiting[sink.length++] = '\n';
}

static void drain(void)
{
    size_t done = 0;
    ssize_t written = 1;

    while (done < sink.length && written > 0) {
        written = write_some(sink.waiting + done, sink.length - done);
        if (written > 0) {
            done += (size_t)written;
            sink.mid_line = sink.waiting[done - 1] != '\n';
        }
    }
    sink.length -= done;
    memmove(sink.waiting, sink.waiting + done, sink.length);
    sink.notice_end -= done < sink.notice_end ? done : sink.notice_end;
    if (written < 0)
        drop_waiting();
}

static bool gather(const struct line *line)
{
    if (line->length > sizeof sink.waiting - sink.length)
        return false;
    memcpy(sink.waiting + sink.length, line->bytes, line->length);
    sink.length += line->length;
    return true;
}

static void tell_lost(void)
{
    struct log_field field = LOG_FIELD_OF_WHOLE("lines", sink.lost);
    struct line line;

    if (sink.lost == 0 || sink.notice_end > 0)
        return;
    make_line(&line, sink.format, LOG_WARN, "log lines were lost", &field, 1);
    if (gather(&line)) {
        sink.notice_end = sink.length;
        sink.telling = sink.lost;
        sink.lost = 0;
    }
}

void log_begin(enum log_level level, enum log_format format)
{
    struct stat status;

    sink.level = level;
    sink.format = format;
    sink.is_socket = fstat(STDERR_FILENO, &status) == 0 && S_ISSOCK(status.st_mode);
}

bool log_wanted(enum log_level level)
{
    return level <= sink.level;
}

void log_line(enum log_level level, const char *message, const struct log_field *fields,
              size_t count)
{
    struct line line;

    if (!log_wanted(level))
        return;
    make_line(&line, sink.format, level, message, fields, count);

    pthread_mutex_lock(&sink.lock);
    if (line.length > sizeof sink.waiting - sink.length)
        drain();
    tell_lost();
    if (!gather(&line))
        sink.lost++;
    if (level <= LOG_WARN)
        drain();
    pthread_mutex_unlock(&sink.lock);
}

void log_say(enum log_level level, const char *format, ...)
{
    char message[LIMIT_LOG_TEXT];
    va_list arguments;

    if (!log_wanted(level))
        return;
    va_start(arguments, format);
    if (vsnprintf(message, sizeof message, format, arguments) < 0)
        message[0] = '\0';
    va_end(arguments);
    message[utf8_cut(message, strlen(message))] = '\0';
    log_line(level, message, NULL, 0);
}

void log_flush(void)
{
    pthread_mutex_lock(&sink.lock);
    drain();
    tell_lost();
    pthread_mutex_unlock(&sink.lock);
}
