/* What the machine allows: control groups of both versions, as a container and a plain machine show
 * them. The source is included, to be pointed at a tree of files that stands for the machine's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../../server/base/machine.c"

#define MOUNT_V2 "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
#define MOUNT_V1_CPU "33 25 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
#define MOUNT_V1_MEMORY                                                                            \
    "36 25 0:32 / /sys/fs/cgroup/memory rw shared:17 - cgroup cgroup rw,memory\n"
#define MOUNT_V1_CPUSET "34 25 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"

static char root[64];

static int make_root(void **state)
{
    (void)state;
    strcpy(root, "/tmp/rowcol-machine-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static int remove_root(void **state)
{
    (void)state;
    return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file below the root, with the folders on the way. */
static void put_file(const char *name, const char *text)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s%s", root, name);
    for (char *at = path + strlen(root) + 1; (at = strchr(at, '/')); at++) {
        *at = '\0';
        mkdir(path, 0700);
        *at = '/';
    }
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void without_control_groups_there_is_no_limit(void **state)
{
    (void)state;
    assert_true(group_cores(root) == SIZE_MAX);
    assert_true(group_memory(root) == SIZE_MAX);
    put_file("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda rw\n");
    put_file("/proc/self/cgroup", "0::/\n");
    assert_true(group_cores(root) == SIZE_MAX);
    assert_true(group_memory(root) == SIZE_MAX);
}

static void a_container_of_version_2_shows_its_limits_at_the_top(void **state)
{
    (void)state;
    put_file("/proc/self/mountinfo", MOUNT_V2);
    put_file("/proc/self/cgroup", "0::/\n");
    put_file("/sys/fs/cgroup/cpu.max", "150000 100000\n");
    put_file("/sys/fs/cgroup/memory.max", "536870912\n");
    assert_int_equal(group_cores(root), 2);
    assert_int_equal(group_memory(root), 536870912);
}

static void the_least_of_all_groups_above_counts(void **state)
{
    (void)state;
    put_file("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda rw\n" MOUNT_V2);
    put_file("/proc/self/cgroup", "0::/system.slice/rowcold.service\n");
    put_file("/sys/fs/cgroup/system.slice/cpu.max", "300000 100000\n");
    put_file("/sys/fs/cgroup/system.slice/memory.max", "max\n");
    put_file("/sys/fs/cgroup/system.slice/rowcold.service/cpu.max", "max 100000\n");
    put_file("/sys/fs/cgroup/system.slice/rowcold.service/memory.max", "1000000\n");
    assert_int_equal(group_cores(root), 3);
    assert_int_equal(group_memory(root), 1000000);
}

static void a_container_of_version_1_does_not_see_its_own_path(void **state)
{
    (void)state;
    put_file("/proc/self/mountinfo", MOUNT_V1_CPUSET MOUNT_V1_CPU MOUNT_V1_MEMORY);
    put_file("/proc/self/cgroup", "4:memory:/docker/0123\n3:cpu,cpuacct:/docker/0123\n"
                                  "2:cpuset:/docker/0123\n1:name=systemd:/docker/0123\n0::/\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    put_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
    assert_int_equal(group_cores(root), 1);
    assert_int_equal(group_memory(root), 268435456);
}

static void version_1_says_no_limit_in_numbers(void **state)
{
    (void)state;
    put_file("/proc/self/mountinfo", MOUNT_V1_CPU MOUNT_V1_MEMORY);
    put_file("/proc/self/cgroup", "4:memory:/\n3:cpu,cpuacct:/\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    put_file("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assert_true(group_cores(root) == SIZE_MAX);
    assert_true(group_memory(root) >= 9223372036854771712u);
}

static void files_of_nonsense_are_no_limit(void **state)
{
    (void)state;
    put_file("/proc/self/mountinfo", "nonsense\n - \n" MOUNT_V2);
    put_file("/proc/self/cgroup", "nonsense\n::\n0::/\n");
    put_file("/sys/fs/cgroup/cpu.max", "0 0\n");
    put_file("/sys/fs/cgroup/memory.max", "");
    assert_true(group_cores(root) == SIZE_MAX);
    assert_true(group_memory(root) == SIZE_MAX);
}

static void this_machine_has_cores_memory_and_descriptors(void **state)
{
    struct rlimit limit;

    (void)state;
    assert_in_range(machine_cores(), 1, sysconf(_SC_NPROCESSORS_CONF));
    assert_true(machine_memory() > 0);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max < 100 ? limit.rlim_max : 100;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_true(machine_descriptors() == limit.rlim_max);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_true(limit.rlim_cur == limit.rlim_max);
}

int main(void)
{
#define WITH_ROOT(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        WITH_ROOT(without_control_groups_there_is_no_limit),
        WITH_ROOT(a_container_of_version_2_shows_its_limits_at_the_top),
        WITH_ROOT(the_least_of_all_groups_above_counts),
        WITH_ROOT(a_container_of_version_1_does_not_see_its_own_path),
        WITH_ROOT(version_1_says_no_limit_in_numbers),
        WITH_ROOT(files_of_nonsense_are_no_limit),
        cmocka_unit_test(this_machine_has_cores_memory_and_descriptors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
