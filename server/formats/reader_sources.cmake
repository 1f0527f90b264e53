# What reads bodies, relative to server/.
set(READER_SOURCES
    formats/document.c
    formats/fields.c
    formats/json_fault.c
    formats/json_matrix.c
    formats/json_matrix_fault.c
    formats/json_meaning.c
    formats/json_place.c
    formats/json_reader.c
    formats/json_storage.c
    formats/json_string.c
    formats/json_syntax.c)
