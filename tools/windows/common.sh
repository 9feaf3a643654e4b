# Owns where the Windows build keeps what, and how cargo is called for it; sourced by build.sh and test.sh.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

triple=x86_64-pc-windows-gnu
target=${CARGO_TARGET_DIR:-$PWD/target}
cache=$target/windows
made=$cache/target/$triple/release
cargo_home=${CARGO_HOME:-$HOME/.cargo}
out=$PWD/out/windows
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
installer=$out/防疫台账_${version}_x64-setup.exe

say() { printf '\n== %s\n' "$*"; }

# Other names for the folders of this machine, in whatever the compilers write. The last that fits counts.
neutral_paths() {
  local flags=() index
  instead() { flags+=("--remap-path-prefix=$1=$2"); }
  instead "$HOME" /home
  instead "$PWD" /taizhang
  instead "$target" /target
  instead "$cache/toolchain" /toolchain
  instead "$cargo_home" /crates
  for index in "$cargo_home"/registry/src/*/; do instead "${index%/}" /crates; done
  (IFS=$'\x1f' && echo "${flags[*]}")
}

# Version of a crate in the lock file.
crate_version() { grep -A1 "^name = \"$1\"\$" Cargo.lock | sed -n 's/^version = "\(.*\)"$/\1/p'; }

# Compiler and OpenSSL, once; then cargo with the arguments.
cargo_for_windows() {
  local sources
  mkdir -p "$cache"
  cargo fetch --quiet --locked --target "$triple"
  unset RUSTFLAGS
  CARGO_ENCODED_RUSTFLAGS=$(neutral_paths)
  export CARGO_ENCODED_RUSTFLAGS
  tools/windows/toolchain.sh "$cache/toolchain"
  sources=("$cargo_home"/registry/src/*/openssl-src-"$(crate_version openssl-src)"/openssl)
  tools/windows/openssl.sh "${sources[0]}" "$cache/openssl"
  CFLAGS_x86_64_pc_windows_gnu="-ffile-prefix-map=$cargo_home=/crates -ffile-prefix-map=$target=/target" \
    X86_64_PC_WINDOWS_GNU_OPENSSL_DIR=$cache/openssl X86_64_PC_WINDOWS_GNU_OPENSSL_STATIC=1 \
    X86_64_PC_WINDOWS_GNU_OPENSSL_NO_VENDOR=1 RUSTC=$cache/toolchain/rustc \
    cargo "$@" --quiet --locked --target "$triple" --target-dir "$cache/target"
}
