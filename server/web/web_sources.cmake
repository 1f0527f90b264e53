# The pages, relative to server/, and what is embedded for them by embed.cmake, included before.
set(WEB_SOURCES web/examples.c web/pages.c)
foreach(file index.html problem.html style.css)
    string(REPLACE "." "_" symbol ${file})
    rowcol_embed_source(source ${CMAKE_CURRENT_LIST_DIR}/${file} ${symbol})
    list(APPEND WEB_SOURCES ${source})
endforeach()

# The pages' policy allows their one style by its hash, which pages.c is compiled with.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/style.css)
file(SHA256 ${CMAKE_CURRENT_LIST_DIR}/style.css hash)
rowcol_base64(${hash} hash)
set_property(SOURCE ${CMAKE_CURRENT_LIST_DIR}/pages.c PROPERTY
             COMPILE_DEFINITIONS PAGE_STYLE_HASH="sha256-${hash}")
