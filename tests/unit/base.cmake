# Tests of the server's base floor. Those whose subject must do without memory have the allocator's calls
# wrapped (scarce_memory.h).
foreach(name block budget buffer log machine metrics options pool problem utf8)
    add_executable(test_${name} ${CMAKE_CURRENT_LIST_DIR}/test_${name}.c)
    target_link_libraries(test_${name} PRIVATE rowcold_parts rowcol_static jansson cmocka
                                               Threads::Threads)
    add_test(NAME unit.${name} COMMAND test_${name})
    set_tests_properties(unit.${name} PROPERTIES LABELS quick)
endforeach()
foreach(name block budget buffer problem)
    target_link_options(test_${name} PRIVATE
                        -Wl,--wrap=malloc,--wrap=realloc,--wrap=mmap,--wrap=mremap)
endforeach()
