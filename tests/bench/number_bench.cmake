# Measures number text; run by hand, not by ctest.
add_executable(number_bench ${CMAKE_CURRENT_LIST_DIR}/number_bench.c)
target_link_libraries(number_bench PRIVATE rowcol_static)
