#!/usr/bin/env bash
# Owns what is shipped for Windows: both programs built on Linux, the installer and the portable zip, in out/windows.
# Called by ./dev, which sees to the packages and the page.
#
# No path of the machine that builds may stay in them: the compilers are told other names, and the result is searched.
source "$(dirname "$0")/common.sh"
most_bytes=25000000
files=$out/防疫台账

# Everything that is installed.
gather() {
  rm -rf "$out"
  mkdir -p "$files/许可"
  cp "$made"/{taizhang.exe,taizhang-cli.exe,WebView2Loader.dll} "$files/"
  cp assets/docs/用户手册.pdf "$files/"
  cp LICENSE-* assets/fonts/OFL-*.txt "$files/许可/"
}

# Fails when a path of this machine stands in what is shipped, in bytes or in wide characters; the name given to the
# compiler's folder ends like the home of root.
search_for_paths() {
  local words=(-e "$HOME/" -e "$PWD" -e "$target" -e "$cargo_home" -e .cargo/ -e registry/src -e index.crates.io) file found=()
  while IFS= read -r -d '' file; do
    if { LC_ALL=C sed 's#/toolchain/root/##g' "$file"; strings -e l "$file"; } | grep -aF "${words[@]}" >/dev/null; then found+=("$file"); fi
  done < <(find "$files" ui/dist -type f -print0)
  ((${#found[@]} == 0)) || { printf 'a path of this machine stands in %s\n' "${found[@]}" >&2; exit 1; }
}

pack() {
  makensis -V2 -WX -INPUTCHARSET UTF8 -DVERSION="$version" -DFILES="$files" -DOUT="$installer" \
    -DICON="$PWD/src-tauri/icons/icon.ico" tools/windows/installer.nsi
  # Unlike zip, this marks the Chinese names as UTF-8, without which Windows shows them garbled.
  (cd "$out" && python3 -m zipfile -c "防疫台账_${version}_x64.zip" 防疫台账)
  (($(stat -c %s "$installer") <= most_bytes)) || { echo 'the installer is above 25 MB' >&2; exit 1; }
}

say 'programs (the first time compiler, standard library and OpenSSL too)'
cargo_for_windows build --release -p taizhang-cli -p taizhang-app --features taizhang-app/custom-protocol
gather
say 'no path of this machine in them'
search_for_paths
say 'installer and portable zip'
pack
(cd "$out" && find . -type f -printf '%10s  %P\n' | sort -k2)
