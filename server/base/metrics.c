#include "base/metrics.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/limits.h"
#include "version.h"

/* A cache line of its own keeps threads that count different things from waiting for each other. */
#define CACHE_LINE 64

/* Threads count into one of a few shards each, which are added up when asked; more threads
 * share. */
#define SHARDS 8

#define STATUS_LEAST 100
#define STATUSES 500

/* Upper bounds of the histogram's buckets: X(bound in seconds), as the text shows them. */
/* clang-format off */
#define BOUNDS(X)                                                                                  \
    X(0.0001) X(0.00025) X(0.0005) X(0.001) X(0.0025) X(0.005) X(0.01) X(0.025) X(0.05) X(0.1)     \
    X(0.25) X(0.5) X(1) X(2.5) X(5) X(10) X(30) X(60)
/* clang-format on */

static const struct {
    double seconds;
    const char *text;
} bounds[] = {
#define BOUND(value) {value, #value},
    BOUNDS(BOUND)
#undef BOUND
};

#define BOUND_COUNT (sizeof bounds / sizeof bounds[0])

typedef _Atomic uint64_t tally;

/* What one route did: by status, and by time. The last bucket is for whatever is above all
 * bounds. */
struct route_tally {
    tally statuses[STATUSES];
    tally buckets[BOUND_COUNT + 1];
    tally nanoseconds;
};

struct shard {
    alignas(CACHE_LINE) tally counters[METRIC_COUNTERS];
    struct route_tally routes[LIMIT_ROUTES + 1];
};

struct gauge {
    alignas(CACHE_LINE) atomic_llong value;
};

static struct shard shards[SHARDS];
static struct gauge gauges[METRIC_GAUGES];
static const char *const *route_labels;
static size_t route_count;

struct description {
    const char *name;
    const char *help;
};

#define DESCRIPTION(name, text, help) {text, help},
static const struct description counter_descriptions[] = {METRICS_COUNTERS(DESCRIPTION)};
static const struct description gauge_descriptions[] = {METRICS_GAUGES(DESCRIPTION)};
#undef DESCRIPTION

/* --- Counting: one relaxed addition each ------------------------------------------------------ */

static void add(tally *to, uint64_t amount)
{
    atomic_fetch_add_explicit(to, amount, memory_order_relaxed);
}

/* This thread's shard: threads are dealt to them in the order in which they first count. */
static struct shard *own_shard(void)
{
    static atomic_uint next;
    static _Thread_local struct shard *own;

    if (!own)
        own = &shards[atomic_fetch_add_explicit(&next, 1, memory_order_relaxed) % SHARDS];
    return own;
}

void metrics_begin(const char *const *labels, size_t routes)
{
    route_labels = labels;
    route_count = routes < LIMIT_ROUTES ? routes : LIMIT_ROUTES;
}

void metrics_count(enum metrics_counter counter, size_t amount)
{
    add(&own_shard()->counters[counter], amount);
}

void metrics_gauge_add(enum metrics_gauge gauge, long long change)
{
    atomic_fetch_add_explicit(&gauges[gauge].value, change, memory_order_relaxed);
}

void metrics_gauge_set(enum metrics_gauge gauge, long long value)
{
    atomic_store_explicit(&gauges[gauge].value, value, memory_order_relaxed);
}

static size_t bucket_of(double seconds)
{
    size_t bucket = 0;

    while (bucket < BOUND_COUNT && seconds > bounds[bucket].seconds)
        bucket++;
    return bucket;
}

void metrics_request(size_t route, int status, double seconds)
{
    struct route_tally *to = &own_shard()->routes[route < route_count ? route : route_count];
    size_t index = (size_t)(status - STATUS_LEAST);

    add(&to->statuses[index < STATUSES ? index : 500 - STATUS_LEAST], 1);
    add(&to->buckets[bucket_of(seconds)], 1);
    if (seconds > 0)
        add(&to->nanoseconds, (uint64_t)(seconds * 1e9));
}

/* --- Telling ---------------------------------------------------------------------------------- */

static const char *label_of(size_t route)
{
    return route < route_count ? route_labels[route] : "none";
}

/* The sum over the shards of the tally that lies at this place of the first one. */
static uint64_t total(const tally *place)
{
    size_t offset = (size_t)((const char *)place - (const char *)&shards[0]);
    uint64_t sum = 0;

    for (size_t i = 0; i < SHARDS; i++) {
        const tally *other = (const void *)((const char *)&shards[i] + offset);

        sum += atomic_load_explicit(other, memory_order_relaxed);
    }
    return sum;
}

static void write_head(struct buffer *buffer, const struct description *is, const char *type)
{
    buffer_print(buffer, "# HELP %s %s\n# TYPE %s %s\n", is->name, is->help, is->name, type);
}

static void write_build(struct buffer *buffer)
{
    static const struct description build = {"rowcol_build_info", "The version that runs."};

    write_head(buffer, &build, "gauge");
    buffer_print(buffer, "%s{version=\"%s\"} 1\n", build.name, ROWCOL_VERSION);
}

static void write_simple(struct buffer *buffer)
{
    for (size_t i = 0; i < METRIC_COUNTERS; i++) {
        write_head(buffer, &counter_descriptions[i], "counter");
        buffer_print(buffer, "%s %ju\n", counter_descriptions[i].name,
                     (uintmax_t)total(&shards[0].counters[i]));
    }
    for (size_t i = 0; i < METRIC_GAUGES; i++) {
        write_head(buffer, &gauge_descriptions[i], "gauge");
        buffer_print(buffer, "%s %lld\n", gauge_descriptions[i].name,
                     atomic_load_explicit(&gauges[i].value, memory_order_relaxed));
    }
}

/* How many requests took at most the bound of each bucket; the last number is that of all. */
static void cumulate(size_t route, uint64_t counts[BOUND_COUNT + 1])
{
    uint64_t so_far = 0;

    for (size_t i = 0; i <= BOUND_COUNT; i++) {
        so_far += total(&shards[0].routes[route].buckets[i]);
        counts[i] = so_far;
    }
}

static void write_requests(struct buffer *buffer)
{
    static const struct description requests = {"rowcol_requests_total",
                                                "Requests that ended, by route and status."};

    write_head(buffer, &requests, "counter");
    for (size_t route = 0; route <= route_count; route++) {
        for (size_t i = 0; i < STATUSES; i++) {
            uint64_t count = total(&shards[0].routes[route].statuses[i]);

            if (count > 0)
                buffer_print(buffer, "%s{route=\"%s\",status=\"%zu\"} %ju\n", requests.name,
                             label_of(route), STATUS_LEAST + i, (uintmax_t)count);
        }
    }
}

/* The count is the last bucket's, not one of its own: so they agree, whatever is counted
 * meanwhile. */
static void write_histogram(struct buffer *buffer, const char *name, size_t route)
{
    const char *label = label_of(route);
    uint64_t counts[BOUND_COUNT + 1];

    cumulate(route, counts);
    if (counts[BOUND_COUNT] == 0)
        return;
    for (size_t i = 0; i <= BOUND_COUNT; i++)
        buffer_print(buffer, "%s_bucket{route=\"%s\",le=\"%s\"} %ju\n", name, label,
                     i < BOUND_COUNT ? bounds[i].text : "+Inf", (uintmax_t)counts[i]);
    buffer_print(buffer, "%s_sum{route=\"%s\"} %.9f\n", name, label,
                 (double)total(&shards[0].routes[route].nanoseconds) * 1e-9);
    buffer_print(buffer, "%s_count{route=\"%s\"} %ju\n", name, label,
                 (uintmax_t)counts[BOUND_COUNT]);
}

static void write_durations(struct buffer *buffer)
{
    static const struct description durations =
        {"rowcol_request_duration_seconds",
         "Seconds from a request's first line to the end of its answer, by route."};

    write_head(buffer, &durations, "histogram");
    for (size_t route = 0; route <= route_count; route++)
        write_histogram(buffer, durations.name, route);
}

void metrics_write(struct buffer *buffer)
{
    write_build(buffer);
    write_simple(buffer);
    write_requests(buffer);
    write_durations(buffer);
}
