/* What this process may use of the machine: by its affinity, its control groups (versions 1 and 2)
 * and its limits, which in a container are less than the machine has. Asked at start. */
#ifndef BASE_MACHINE_H
#define BASE_MACHINE_H

#include <stddef.h>

/* Cores that it may run on at a time; a quota of part of a core counts as a whole one. At least
 * 1. */
size_t machine_cores(void);

/* Bytes of memory that it may use: the machine's, or the control group's limit where that is
 * less. */
size_t machine_memory(void);

/* Raises RLIMIT_NOFILE to its hard limit, and returns how many descriptors it may open now. */
size_t machine_descriptors(void);

#endif
