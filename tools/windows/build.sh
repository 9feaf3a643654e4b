#!/usr/bin/env bash
# Owns what is shipped for Windows: both programs built on Linux, the installer and the portable zip, in out/windows.
# Called by ./dev, which sees to the packages and the page.
#
# No path of the machine that builds may stay in them: the compiler is told other names, and the result is searched.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-$PWD/target}
cache=$target/windows
triple=x86_64-pc-windows-gnu
cargo_home=${CARGO_HOME:-$HOME/.cargo}
out=$PWD/out/windows
most_installer_bytes=$((25 * 1024 * 1024))

say() { printf '\n== %s\n' "$*"; }
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
installer=$out/防疫台账_${version}_x64-setup.exe
portable=$out/防疫台账_${version}_x64.zip

mkdir -p "$cache"
cargo fetch --locked --target "$triple"

# The last name that fits counts.
flags=()
name_instead() { flags+=("--remap-path-prefix=$1=$2"); }
name_instead "$HOME" /home
name_instead "$PWD" /taizhang
name_instead "$target" /target
name_instead "$cache/toolchain" /toolchain
name_instead "$cargo_home" /crates
for index in "$cargo_home"/registry/src/*/; do name_instead "${index%/}" /crates; done
unset RUSTFLAGS
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS
export CFLAGS_x86_64_pc_windows_gnu="-ffile-prefix-map=$cargo_home=/crates -ffile-prefix-map=$target=/target"

build_programs() {
  say 'compiler and standard library (once)'
  tools/windows/toolchain.sh "$cache/toolchain"
  say 'OpenSSL (once)'
  local sources=("$cargo_home"/registry/src/*/openssl-src-"$(crate_version openssl-src)"/openssl)
  tools/windows/openssl.sh "${sources[0]}" "$cache/openssl"
  say 'programs'
  export X86_64_PC_WINDOWS_GNU_OPENSSL_DIR=$cache/openssl X86_64_PC_WINDOWS_GNU_OPENSSL_STATIC=1
  export X86_64_PC_WINDOWS_GNU_OPENSSL_NO_VENDOR=1
  RUSTC=$cache/toolchain/rustc cargo build --quiet --locked --release --target "$triple" --target-dir "$cache/target" \
    -p taizhang-cli -p taizhang-app --features taizhang-app/custom-protocol
}

# Version of a crate in the lock file.
crate_version() { grep -A1 "^name = \"$1\"\$" Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p'; }

# Everything that is installed, in out/windows/防疫台账.
gather() {
  local made=$cache/target/$triple/release
  rm -rf "$out"
  mkdir -p "$out/防疫台账/许可"
  cp "$made"/{taizhang.exe,taizhang-cli.exe,WebView2Loader.dll} "$out/防疫台账/"
  cp LICENSE-* assets/fonts/OFL-*.txt "$out/防疫台账/许可/"
}

# Fails when a path of this machine stands anywhere in what is shipped, in bytes or in wide characters.
search_for_paths() {
  local words=(-e "$HOME/" -e "$PWD" -e "$target" -e "$cargo_home" -e .cargo -e registry/src -e index.crates.io) found
  found=$({ grep -rlaF "${words[@]}" "$out/防疫台账" ui/dist || true
    local file
    for file in "$out/防疫台账"/*.*; do strings -e l "$file" | grep -qF "${words[@]}" && echo "$file"; done || true; })
  [[ -z $found ]] || { echo "paths of this machine in: $found" >&2; exit 1; }
}

pack() {
  say 'installer and portable zip'
  makensis -V2 -WX -INPUTCHARSET UTF8 -DVERSION="$version" -DFILES="$out/防疫台账" -DOUT="$installer" \
    -DICON="$PWD/src-tauri/icons/icon.ico" tools/windows/installer.nsi
  (cd "$out" && zip -q -9 -X -r -UN=UTF8 "$portable" 防疫台账)
  (($(stat -c %s "$installer") <= most_installer_bytes)) || { echo 'the installer is above 25 MB' >&2; exit 1; }
}

build_programs
gather
search_for_paths
pack
say 'made'
(cd "$out" && find . -type f -printf '%10s  %P\n' | sort -k2)
