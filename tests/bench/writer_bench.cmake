# Measures the writers; run by hand, not by ctest.
add_executable(writer_bench ${CMAKE_CURRENT_LIST_DIR}/writer_bench.c)
target_link_libraries(writer_bench PRIVATE rowcold_parts rowcol_static jansson Threads::Threads)
