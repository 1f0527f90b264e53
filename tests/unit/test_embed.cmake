# What embed.cmake computes itself, against known answers: RFC 4648, section 10, and FIPS 180's "abc".
include(${CMAKE_CURRENT_LIST_DIR}/../../server/web/embed.cmake)

function(expect hexadecimal wanted)
    rowcol_base64("${hexadecimal}" text)
    if(NOT text STREQUAL wanted)
        message(FATAL_ERROR "base64 of ${hexadecimal} is ${text}, not ${wanted}")
    endif()
endfunction()

expect("" "")
expect(66 Zg==)
expect(666f Zm8=)
expect(666f6f Zm9v)
expect(666f6f62 Zm9vYg==)
expect(666f6f6261 Zm9vYmE=)
expect(666f6f626172 Zm9vYmFy)
string(SHA256 hash abc)
expect(${hash} ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=)
