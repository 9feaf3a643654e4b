#!/usr/bin/env bash
# Owns the compiler for Windows: toolchain.sh DIR makes DIR/rustc, a rustc that knows x86_64-pc-windows-gnu, once.
#
# It is Debian's rustc-web, unpacked privately because as a package it conflicts with a Rust installed otherwise, with
# the standard library built from Debian's sources. Needs apt, cargo, mingw-w64 and libz3-4. Which paths
# the compiler leaves in the library, the caller says in CARGO_ENCODED_RUSTFLAGS.
set -euo pipefail
mkdir -p "$1"
dir=$(cd "$1" && pwd)
[[ -e $dir/complete ]] && exit 0
rm -rf "${dir:?}"/*
mkdir "$dir/packages"
cd "$dir/packages"

apt-cache show rustc-web >/dev/null 2>&1 || apt-get update -qq
# The first dependency of package $1 whose name matches $2.
depends() { apt-cache depends "$1" | sed -n "s/^ *Depends: *\($2\)\$/\1/p" | head -n 1; }
library=$(depends libstd-rust-web-dev 'libstd-rust-web-[0-9.]*')
llvm=$(depends "$library" 'libllvm[0-9]*')
apt-get download -qq -o APT::Sandbox::User=root rustc-web "$library" libstd-rust-web-dev rust-web-src "$llvm"
for package in *.deb; do dpkg -x "$package" "$dir/root"; done
rm -r "$dir/packages"

root=$dir/root/usr
cat >"$dir/rustc" <<END
#!/bin/sh
LD_LIBRARY_PATH="$root/lib/x86_64-linux-gnu" exec "$root/bin/rustc" "\$@"
END
chmod +x "$dir/rustc"

# An empty package whose build makes the standard library.
mkdir -p "$dir/library/src"
cd "$dir/library"
printf '[package]\nname = "nothing"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n' >Cargo.toml
echo '#![no_std]' >src/lib.rs
unset CARGO_TARGET_DIR
# With bitcode, so that programs are optimised across it.
export CARGO_ENCODED_RUSTFLAGS=${CARGO_ENCODED_RUSTFLAGS:-}$'\x1f-Cembed-bitcode=yes'
CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 RUSTC=$dir/rustc RUSTC_BOOTSTRAP=1 cargo build --quiet --release --target x86_64-pc-windows-gnu \
  -Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test
into=$root/lib/rustlib/x86_64-pc-windows-gnu/lib
mkdir -p "$into"
for made in target/x86_64-pc-windows-gnu/release/deps/*.rlib; do
  [[ $made == */libnothing-* ]] || cp "$made" "$into/"
done
rm -r "$dir/library"
touch "$dir/complete"
