#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log_line.h"
#include "base/utf8.h"

const char *const log_level_names[] = {"error", "warn", "info", "debug", NULL};
const char *const log_format_names[] = {"text", "json", NULL};

static struct {
    enum log_level level;
    enum log_format format;
    bool is_socket, is_file;

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
 * a file never waits, and all else is written in parts that a pipe takes whole once it reports
 * room.
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
        else if (sink.is_file)
            written = write(STDERR_FILENO, bytes, count);
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
    log_line_make(&line, sink.format, LOG_WARN, "log lines were lost", &field, 1);
    if (gather(&line)) {
        sink.notice_end = sink.length;
        sink.telling = sink.lost;
        sink.lost = 0;
    }
}

void log_begin(enum log_level level, enum log_format format)
{
    struct stat status = {.st_mode = 0};

    (void)!fstat(STDERR_FILENO, &status);
    sink.level = level;
    sink.format = format;
    sink.is_socket = S_ISSOCK(status.st_mode);
    sink.is_file = S_ISREG(status.st_mode);
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
    log_line_make(&line, sink.format, level, message, fields, count);

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
    drain(); /* it may be the last time */
    pthread_mutex_unlock(&sink.lock);
}
