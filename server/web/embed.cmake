# Embeds files in a program without any tool but CMake. Included, it gives the functions below; run
# with -P, it is the script that writes one C source at build time.

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    file(READ "${INPUT}" bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1, " bytes "${bytes}")
    string(REPEAT "0x.., " 12 line)
    string(REGEX REPLACE "(${line})" "\\1\n    " bytes "${bytes}")
    file(SHA256 "${INPUT}" hash)
    string(SUBSTRING ${hash} 0 32 hash)
    # The zero at the end makes an empty file an array too, and a text a string.
    file(WRITE "${OUTPUT}" "/* Made from ${NAME} by embed.cmake. */
#include \"web/assets.h\"

const unsigned char ${SYMBOL}[] = {
    ${bytes}0,
};
const size_t ${SYMBOL}_size = sizeof ${SYMBOL} - 1;
const char ${SYMBOL}_tag[] = \"\\\"${hash}\\\"\";
")
    return()
endif()

set(ROWCOL_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

# rowcol_embed_source(result file symbol): sets `result` to a source, made at build time, that
# defines `symbol`, the bytes of the file, `symbol_size` and `symbol_tag`, a hash of them; all are
# declared in web/assets.h.
function(rowcol_embed_source result file symbol)
    get_filename_component(input "${file}" ABSOLUTE)
    get_filename_component(name "${file}" NAME)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${symbol}.c)
    file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/embedded)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -D INPUT=${input} -D OUTPUT=${output} -D NAME=${name}
                -D SYMBOL=${symbol} -P ${ROWCOL_EMBED_SCRIPT}
        DEPENDS ${input} ${ROWCOL_EMBED_SCRIPT}
        COMMENT "Embedding ${name}"
        VERBATIM)
    set(${result} ${output} PARENT_SCOPE)
endfunction()

# rowcol_embed(target file symbol): the same, added to a target.
function(rowcol_embed target file symbol)
    rowcol_embed_source(source "${file}" ${symbol})
    target_sources(${target} PRIVATE ${source})
endfunction()
