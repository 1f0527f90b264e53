# Tests of what turns answers into text.
foreach(name answer writers formats output)
    add_executable(test_${name} ${CMAKE_CURRENT_LIST_DIR}/test_${name}.c)
    target_link_libraries(test_${name} PRIVATE rowcold_parts rowcol_static jansson cmocka
                                               Threads::Threads)
    add_test(NAME unit.${name} COMMAND test_${name})
    set_tests_properties(unit.${name} PROPERTIES LABELS quick)
endforeach()
