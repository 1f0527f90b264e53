#!/bin/sh
# install.sh BUILD WORK: installs the library of a build folder below WORK, moves it, and uses it
# there as others would: by pkg-config, shared and static, by CMake's find_package, and from C++.
set -eu

build=$1
work=$2
here=$(dirname "$0")
prefix=$work/moved
warnings='-Wall -Wextra -Wpedantic -Werror'

# Runs a program and wants the product it prints.
expect_product() {
    answer=$("$@")
    if [ "$answer" != '10 10 31 34' ]; then
        echo "$1 printed '$answer'"
        exit 1
    fi
}

rm -rf "$work"
mkdir -p "$work"
"$CMAKE" --install "$build" --component library --prefix "$work/installed" >"$work/log"
mv "$work/installed" "$prefix"

pc=$(find "$prefix" -name rowcol.pc)
libdir=$(dirname "$(dirname "$pc")")
PKG_CONFIG_PATH=$(dirname "$pc")${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH

echo '-- the library has a versioned name, and its file is found by it'
[ -f "$libdir/$(objdump -p "$libdir/librowcol.so" | sed -n 's/^ *SONAME *//p')" ]

echo '-- a program by pkg-config'
$CC $CFLAGS -std=c17 $warnings $(pkg-config --cflags rowcol) "$here/consumer/product.c" \
    -o "$work/shared" $(pkg-config --libs rowcol)
expect_product env LD_LIBRARY_PATH="$libdir" "$work/shared"

echo '-- the same, linked statically'
$CC $CFLAGS -std=c17 $warnings $(pkg-config --cflags rowcol) "$here/consumer/product.c" \
    -o "$work/static" $(pkg-config --static --libs rowcol | sed 's/-lrowcol/-l:librowcol.a/')
expect_product "$work/static"

echo '-- a program by find_package'
"$CMAKE" -S "$here/consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" >>"$work/log"
"$CMAKE" --build "$work/consumer" >>"$work/log"
expect_product "$work/consumer/product"

if command -v c++ >/dev/null; then
    echo '-- a program in C++'
    c++ $CXXFLAGS -std=c++11 $warnings $(pkg-config --cflags rowcol) "$here/consumer/shape.cpp" \
        -o "$work/cplusplus" $(pkg-config --libs rowcol)
    LD_LIBRARY_PATH=$libdir "$work/cplusplus"
else
    echo '-- skipped: no C++ compiler to give the headers to'
fi
