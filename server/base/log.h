/* The log: one line an event, on standard error, as text (logfmt) or JSON lines.
 *
 *   2026-11-24T21:10:11.123Z info listening on http://127.0.0.1:8080 blas="OpenBLAS 0.3.21" ...
 *   {"time":"2026-11-24T21:10:11.123Z","level":"info","message":"...","blas":"OpenBLAS 0.3.21"}
 *
 * Lines are gathered and written together: at once for warnings and errors, by log_flush (called a
 * few times a second) for the rest. Whole lines only; a full disk or closed pipe loses lines, never
 * a request, and a reader that has fallen asleep holds nobody up: lines wait for it while there is
 * room, then are counted, and their number is told when there is room again. The program ignores
 * SIGPIPE. Any thread. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_TEXT, LOG_JSON };

/* What they are called, in the enums' order; NULL after the last. */
extern const char *const log_level_names[];
extern const char *const log_format_names[];

/* A named value of a line. Text is escaped as its format needs, whatever bytes it has (a client may
 * have chosen them), and cut where it is very long. Names are ours, and need no escaping. */
struct log_field {
    const char *heads[2]; /* before the value, for each format: ` name=` and `,"name":` */
    size_t head_lengths[2];
    enum { LOG_FIELD_TEXT, LOG_FIELD_WHOLE, LOG_FIELD_NUMBER } kind;
    const char *text; /* NULL: the field is left out */
    long long whole;
    double number; /* written with three decimals; as null, or nan and inf in text, if not finite */
};

/* The name is a literal: what stands around it is put together when this is compiled. */
/* clang-format off */
#define LOG_FIELD_HEADS(name) \
    {" " name "=", ",\"" name "\":"}, {sizeof " " name "=" - 1, sizeof ",\"" name "\":" - 1}
#define LOG_FIELD_OF_TEXT(name, value) \
    {LOG_FIELD_HEADS(name), LOG_FIELD_TEXT, (value), 0, 0}
#define LOG_FIELD_OF_WHOLE(name, value) \
    {LOG_FIELD_HEADS(name), LOG_FIELD_WHOLE, NULL, (long long)(value), 0}
#define LOG_FIELD_OF_NUMBER(name, value) \
    {LOG_FIELD_HEADS(name), LOG_FIELD_NUMBER, NULL, 0, (value)}
/* clang-format on */

/* Once, at start, before other threads; until then lines of level info and up are written as
 * text. */
void log_begin(enum log_level level, enum log_format format);

/* Whether lines of this level are written: ask before going to trouble for one. */
bool log_wanted(enum log_level level);

void log_line(enum log_level level, const char *message, const struct log_field *fields,
              size_t count);

/* A line without fields; the format is printf's. */
void log_say(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes what has been gathered, as far as standard error takes it now. */
void log_flush(void);

#endif
