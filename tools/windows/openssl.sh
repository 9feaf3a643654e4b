#!/usr/bin/env bash
# Owns OpenSSL for Windows: openssl.sh SOURCES DIR builds libcrypto and libssl from SOURCES (those that the crate
# openssl-src carries) and leaves DIR/lib and DIR/include, once for each version.
#
# Configured under a neutral prefix, so that no path of the machine stays in the library.
set -euo pipefail
sources=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
[[ -e $dir/complete && $(<"$dir/complete") == "$sources" ]] && exit 0
rm -rf "${dir:?}"/*
cp -r "$sources" "$dir/build"
cd "$dir/build"
# SQLCipher needs AES, SHA and PBKDF2: without the bulk of the others, and without network code.
perl ./Configure mingw64 --cross-compile-prefix=x86_64-w64-mingw32- --prefix=/openssl --openssldir=/openssl/ssl --libdir=lib \
  no-bulk no-sock no-http no-legacy no-module no-apps no-tests no-docs >configure.log
make -j"$(nproc)" build_libs >make.log 2>&1 || {
  tail -n 20 make.log >&2
  exit 1
}
make DESTDIR="$dir/installed" install_dev >install.log 2>&1
mv "$dir/installed/openssl"/{lib,include} "$dir/"
cd "$dir"
rm -r build installed
echo "$sources" >complete
