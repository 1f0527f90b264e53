# Readers and writers, each with a list of its own.
include(${CMAKE_CURRENT_LIST_DIR}/formats_reader.cmake OPTIONAL)
include(${CMAKE_CURRENT_LIST_DIR}/formats_writer.cmake OPTIONAL)
