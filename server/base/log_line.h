/* A line of the log, made on the stack: an error about memory must not want memory. */
#ifndef BASE_LOG_LINE_H
#define BASE_LOG_LINE_H

#include "base/limits.h"
#include "base/log.h"

struct line {
    size_t length;
    bool full; /* something did not fit */
    char bytes[LIMIT_LOG_LINE];
};

/* Makes a line, its newline included. Fields that do not fit whole are left out. Any thread. */
void log_line_make(struct line *line, enum log_format format, enum log_level level,
                   const char *message, const struct log_field *fields, size_t count);

#endif
