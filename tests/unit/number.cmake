# Number text, both ways.
foreach(name read parts write digits locale random)
    add_executable(test_number_${name} ${CMAKE_CURRENT_LIST_DIR}/test_number_${name}.c)
    target_link_libraries(test_number_${name} PRIVATE rowcol_static cmocka m)
endforeach()
foreach(name read parts write digits locale)
    add_test(NAME unit.number_${name} COMMAND test_number_${name})
    set_tests_properties(unit.number_${name} PROPERTIES LABELS quick)
endforeach()
target_include_directories(test_number_digits PRIVATE ${PROJECT_SOURCE_DIR}/lib)
add_test(NAME unit.number_random COMMAND test_number_random 200000)
set_tests_properties(unit.number_random PROPERTIES LABELS quick)
add_test(NAME unit.number_random_10_million COMMAND test_number_random 10000000 2)
set_tests_properties(unit.number_random_10_million PROPERTIES LABELS full TIMEOUT 1200)

# The table is what its generator makes, the writer's arithmetic is right for every double, and
# nothing that number text calls knows of locales.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(tables ${PROJECT_SOURCE_DIR}/lib/tables)
add_test(NAME unit.number_tables
         COMMAND Python3::Interpreter -B ${tables}/make_number_tables.py
                 --check ${PROJECT_SOURCE_DIR}/lib/number_tables.c)
add_test(NAME unit.number_write_proof
         COMMAND Python3::Interpreter -B ${tables}/prove_number_write.py)
add_test(NAME unit.number_calls
         COMMAND Python3::Interpreter -B ${CMAKE_CURRENT_LIST_DIR}/number_calls.py ${CMAKE_NM}
                 $<TARGET_FILE:rowcol_static>)
set_tests_properties(unit.number_tables unit.number_write_proof unit.number_calls
                     PROPERTIES LABELS full)
