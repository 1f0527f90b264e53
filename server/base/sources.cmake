# The sources of this floor, as server/CMakeLists.txt names them.
set(BASE_SOURCES
    base/block.c
    base/budget.c
    base/buffer.c
    base/identity.c
    base/log.c
    base/machine.c
    base/metrics.c
    base/option_value.c
    base/options.c
    base/pool.c
    base/problem.c
    base/utf8.c
)
