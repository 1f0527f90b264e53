/* Counters of the whole process, and their text for Prometheus. Any thread. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H

#include <stddef.h>

#include "base/buffer.h"

/* X(NAME, "prometheus_name", "help"): counters that only grow. */
#define METRICS_COUNTERS(X)                                                                        \
    X(CONNECTIONS, "rowcol_connections_total", "Connections accepted.")                            \
    X(BYTES_READ, "rowcol_body_read_bytes_total", "Bytes of request bodies read.")                 \
    X(BYTES_WRITTEN, "rowcol_body_written_bytes_total", "Bytes of answer bodies sent.")            \
    X(NUMBERS_READ, "rowcol_numbers_read_total", "Matrix entries read.")                           \
    X(NUMBERS_WRITTEN, "rowcol_numbers_written_total", "Matrix entries written.")                  \
    X(BLOCKS_VERIFIED, "rowcol_blocks_verified_total",                                             \
      "Blocks of large products that were checked.")                                               \
    X(BLOCKS_WRONG, "rowcol_blocks_wrong_total",                                                   \
      "Blocks that came out wrong, and were computed again.")                                      \
    X(CANCELLED, "rowcol_requests_cancelled_total",                                                \
      "Requests whose client left before the answer was complete.")                                \
    X(TIMEOUTS, "rowcol_timeouts_total", "Requests and connections ended by a deadline.")

/* X(NAME, "prometheus_name", "help"): gauges, read when asked. */
#define METRICS_GAUGES(X)                                                                          \
    X(CONNECTIONS_OPEN, "rowcol_connections_open", "Connections open now.")                        \
    X(REQUESTS_ACTIVE, "rowcol_requests_active", "Requests being read, computed or answered now.") \
    X(MEMORY_RESERVED, "rowcol_memory_reserved_bytes", "Bytes reserved for matrices and text.")    \
    X(JOBS, "rowcol_jobs", "Jobs waiting for or running on the compute pool.")

/* clang-format off */
#define METRICS_ENUM(name, text, help) METRIC_##name,
enum metrics_counter {
    METRICS_COUNTERS(METRICS_ENUM)
    METRIC_COUNTERS
};

enum metrics_gauge {
    METRICS_GAUGES(METRICS_ENUM)
    METRIC_GAUGES
};
#undef METRICS_ENUM
/* clang-format on */

/* Declares how many routes there are; `labels[i]` is what route i is called, without quotes or
 * backslashes. Borrowed. Once, at start. Any number from `routes` on, or from LIMIT_ROUTES on,
 * stands for requests that fit no route ("none"). */
void metrics_begin(const char *const *labels, size_t routes);

void metrics_count(enum metrics_counter counter, size_t amount);
void metrics_gauge_add(enum metrics_gauge gauge, long long change);
void metrics_gauge_set(enum metrics_gauge gauge, long long value);

/* A request ended: counts it by route and status (100 to 599; others are counted as 500), and its
 * seconds in a histogram by route. */
void metrics_request(size_t route, int status, double seconds);

/* Everything as Prometheus' text format 0.0.4 (with rowcol_build_info{version="..."} 1). Routes
 * that had no request yet are left out. Counts are taken while others go on counting: each is right
 * for itself. */
void metrics_write(struct buffer *buffer);

#endif
