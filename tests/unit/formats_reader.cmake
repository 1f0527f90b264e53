# Tests of what reads bodies.
foreach(name json_reader json_chaos)
    add_executable(test_${name} ${CMAKE_CURRENT_LIST_DIR}/test_${name}.c
                                ${CMAKE_CURRENT_LIST_DIR}/json_reading.c)
    target_link_libraries(test_${name} PRIVATE rowcold_parts rowcol_static jansson cmocka
                                               Threads::Threads m)
    add_test(NAME unit.${name} COMMAND test_${name})
    set_tests_properties(unit.${name} PROPERTIES LABELS quick)
endforeach()
target_link_options(test_json_chaos PRIVATE
    LINKER:--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=strndup)
