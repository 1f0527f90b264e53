# Measures the JSON reader; run by hand, not by ctest.
add_executable(reader_bench ${CMAKE_CURRENT_LIST_DIR}/reader_bench.c)
target_link_libraries(reader_bench PRIVATE rowcold_parts rowcol_static jansson Threads::Threads)
