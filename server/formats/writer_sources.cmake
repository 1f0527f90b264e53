# What turns answers into text, relative to server/.
set(WRITER_SOURCES
    formats/answer.c
    formats/formats.c
    formats/json_writer.c
    formats/layout.c
    formats/output.c
    formats/text_writer.c)
