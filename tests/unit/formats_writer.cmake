# Tests of what turns answers into text, and of the pages.
foreach(name answer writers formats output pages)
    add_executable(test_${name} ${CMAKE_CURRENT_LIST_DIR}/test_${name}.c)
    target_link_libraries(test_${name} PRIVATE rowcold_parts rowcol_static jansson cmocka
                                               Threads::Threads)
    add_test(NAME unit.${name} COMMAND test_${name})
    set_tests_properties(unit.${name} PROPERTIES LABELS quick)
endforeach()

add_test(NAME unit.embed COMMAND ${CMAKE_COMMAND} -P ${CMAKE_CURRENT_LIST_DIR}/test_embed.cmake)
set_tests_properties(unit.embed PROPERTIES LABELS quick)
