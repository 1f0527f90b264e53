#include "base/machine.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* --- Control groups ------------------------------------------------------------------------------
 *
 * /proc/self/cgroup tells the group of this process in each hierarchy, "4:memory:/path" in version
 * 1 and "0::/path" in version 2; /proc/self/mountinfo tells where a hierarchy is mounted. The
 * limits of all groups on the way to the top hold at once. Inside a container the path may be the
 * host's, which does not exist there: then what is mounted at the top is the container's own group,
 * and the way there is just longer. Both formats: proc(5), cgroups(7). `root` stands before every
 * path, for tests; otherwise "". */

/* What is to be found of a group: reads its files in `folder` and returns a limit, SIZE_MAX for
 * none. */
typedef size_t group_limit(const char *folder);

/* Whether a list such as "cpu,cpuacct" has the word. */
static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Opens a file below two folders. NULL: there is none. */
static FILE *open_below(const char *first, const char *second)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s%s", first, second) >= (int)sizeof path)
        return NULL;
    return fopen(path, "re");
}

/* Finds where the hierarchy of a controller is mounted; controller "" is version 2's one
 * hierarchy. */
static bool find_mount(const char *root, const char *controller, char mount[PATH_MAX])
{
    FILE *file = open_below(root, "/proc/self/mountinfo");
    char *line = NULL;
    size_t room = 0;
    bool found = false;

    while (file && !found && getline(&line, &room, file) > 0) {
        char point[PATH_MAX], type[32], options[512];
        const char *rest = strstr(line, " - ");

        if (!rest || sscanf(line, "%*s %*s %*s %*s %4095s", point) != 1 ||
            sscanf(rest, " - %31s %*s %511s", type, options) != 2)
            continue;
        found = *controller ? strcmp(type, "cgroup") == 0 && has_word(options, controller)
                            : strcmp(type, "cgroup2") == 0;
        if (found)
            found = snprintf(mount, PATH_MAX, "%s%s", root, point) < PATH_MAX;
    }
    free(line);
    if (file)
        fclose(file);
    return found;
}

/* Finds the path of this process's group within the hierarchy. */
static bool find_group(const char *root, const char *controller, char group[PATH_MAX])
{
    FILE *file = open_below(root, "/proc/self/cgroup");
    char *line = NULL;
    size_t room = 0;
    bool found = false;

    while (file && !found && getline(&line, &room, file) > 0) {
        char *controllers = strchr(line, ':');
        char *path = controllers ? strchr(controllers + 1, ':') : NULL;

        if (!path)
            continue;
        *path++ = '\0';
        controllers++;
        path[strcspn(path, "\n")] = '\0';
        found = (*controller ? has_word(controllers, controller) : *controllers == '\0') &&
                snprintf(group, PATH_MAX, "%s", path) < PATH_MAX;
    }
    free(line);
    if (file)
        fclose(file);
    return found;
}

/* The least of the limits of this process's group and of all above it. */
static size_t least_limit(const char *root, const char *controller, group_limit *limit)
{
    char mount[PATH_MAX], group[PATH_MAX], folder[2 * PATH_MAX];
    size_t least = SIZE_MAX;

    if (!find_mount(root, controller, mount) || !find_group(root, controller, group))
        return least;
    for (;;) {
        size_t here;
        char *last;

        snprintf(folder, sizeof folder, "%s%s", mount, group);
        here = limit(folder);
        if (here < least)
            least = here;
        last = strrchr(group, '/');
        if (!last)
            return least;
        *last = '\0';
    }
}

/* Reads up to two whole numbers from a file of a group; a word such as "max" is none.
 *
 * Returns how many it has read. */
static int read_numbers(const char *folder, const char *name, long long numbers[2])
{
    FILE *file = open_below(folder, name);
    int count = 0;

    if (!file)
        return 0;
    count = fscanf(file, "%lld %lld", &numbers[0], &numbers[1]);
    fclose(file);
    return count > 0 ? count : 0;
}

/* Cores that a quota pays for, rounded up: threads that share a quota's last part still use it. */
static size_t quota_cores(long long quota, long long period)
{
    if (quota <= 0 || period <= 0)
        return SIZE_MAX;
    return (size_t)(quota / period + (quota % period != 0));
}

static size_t cores_limit_1(const char *folder)
{
    long long quota[2], period[2];

    if (read_numbers(folder, "/cpu.cfs_quota_us", quota) < 1 ||
        read_numbers(folder, "/cpu.cfs_period_us", period) < 1)
        return SIZE_MAX;
    return quota_cores(quota[0], period[0]);
}

static size_t cores_limit_2(const char *folder)
{
    long long numbers[2];

    return read_numbers(folder, "/cpu.max", numbers) == 2 ? quota_cores(numbers[0], numbers[1])
                                                          : SIZE_MAX;
}

static size_t memory_limit(const char *folder, const char *name)
{
    long long numbers[2];

    if (read_numbers(folder, name, numbers) < 1 || numbers[0] < 0)
        return SIZE_MAX;
    return (size_t)numbers[0];
}

/* Version 1 says "none" as a huge number, more than any machine has. */
static size_t memory_limit_1(const char *folder)
{
    return memory_limit(folder, "/memory.limit_in_bytes");
}

static size_t memory_limit_2(const char *folder)
{
    return memory_limit(folder, "/memory.max");
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t group_cores(const char *root)
{
    return smaller(least_limit(root, "", cores_limit_2), least_limit(root, "cpu", cores_limit_1));
}

static size_t group_memory(const char *root)
{
    return smaller(least_limit(root, "", memory_limit_2),
                   least_limit(root, "memory", memory_limit_1));
}

/* --- The machine ------------------------------------------------------------------------------ */

/* More than any kernel is built for. */
#define MOST_CORES ((size_t)64 * CPU_SETSIZE)

/* The kernel's set may be larger than cpu_set_t: on EINVAL a larger one is tried. */
static size_t affinity_cores(void)
{
    for (size_t cores = CPU_SETSIZE; cores <= MOST_CORES; cores *= 2) {
        size_t size = CPU_ALLOC_SIZE(cores);
        cpu_set_t *set = CPU_ALLOC(cores);
        size_t count = 0;
        bool again = false;

        if (set && sched_getaffinity(0, size, set) == 0)
            count = (size_t)CPU_COUNT_S(size, set);
        else
            again = set && errno == EINVAL;
        CPU_FREE(set);
        if (!again)
            return count > 0 ? count : 1;
    }
    return 1;
}

size_t machine_cores(void)
{
    return smaller(affinity_cores(), group_cores(""));
}

size_t machine_memory(void)
{
    size_t all = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);

    return smaller(all, group_memory(""));
}

size_t machine_descriptors(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return _POSIX_OPEN_MAX;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
            getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur;
}
