#!/usr/bin/env bash
# Owns the tests of what is shipped for Windows, under wine: the command line's story, core's own tests, the installer.
# Called by ./dev after build.sh, with the Linux program to compare with.
source "$(dirname "$0")/common.sh"
linux=$1
work=$cache/wine
files=$out/防疫台账
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
drive_c=$WINEPREFIX/drive_c

fail() { echo "$*" >&2; exit 1; }

# A Windows of its own, with the programs of the tests.
set_up() {
  rm -rf "$work"
  mkdir -p "$work"
  wine wineboot --init >/dev/null 2>&1
  wineserver -w
  x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -shared -o "$drive_c/windows/system32/bcryptprimitives.dll" tools/windows/random.c -ladvapi32
  local program
  for program in hold message; do
    x86_64-w64-mingw32-gcc -O2 -Wall -Wextra -municode -o "$work/$program.exe" "tools/windows/$program.c"
  done
}

# Names, version and icon lie in the resources as UTF-16.
resources() {
  node -e '
    const { readFileSync } = require("node:fs")
    const [version, ...programs] = process.argv.slice(1)
    for (const program of programs) {
      const bytes = readFileSync(program)
      for (const text of ["ProductName\0", "防疫台账", "CompanyName\0", version])
        if (!bytes.includes(Buffer.from(text, "utf16le"))) throw new Error(`${program} lacks ${text}`)
    }' "$version" "$files"/taizhang{,-cli}.exe "$installer"
}

# The uninstaller goes on in a copy of itself.
silently() { wine "$1" /S && wineserver -w; }
# The text of a key of the registry: its default (@) or one named in quotes. What reg prints has lost the Chinese, what it
# exports has not.
value() {
  rm -f "$work/key.reg"
  wine reg export "$1" "Z:$work/key.reg" /y >/dev/null 2>&1 || return 0
  iconv -f UTF-16 -t UTF-8 "$work/key.reg" | tr -d '\r' | sed -n "s/^$2=\"\(.*\)\"\$/\1/p" | sed 's/\\\(["\\]\)/\1/g'
}
uninstall_key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\taizhang'

installing() {
  local old=$work/old programs data_home menu name
  # An older version, with other content.
  cp -r "$files" "$old"
  echo old >"$old/taizhang.exe"
  makensis -V2 -WX -INPUTCHARSET UTF8 -DVERSION=0.0.9 -DFILES="$old" -DOUT="$work/old-setup.exe" \
    -DICON="$PWD/src-tauri/icons/icon.ico" tools/windows/installer.nsi
  silently "$work/old-setup.exe"
  programs=$(echo "$drive_c"/users/*/AppData/Local/Programs/防疫台账)
  diff -r --exclude=卸载.exe "$old" "$programs" || fail 'the older version is not installed whole'
  data_home=$(dirname "$programs")/../../../防疫台账
  mkdir -p "$data_home"
  echo data | tee "$data_home/台账.taizhang" >"$programs/放错地方.taizhang"

  # While the program runs nothing is replaced.
  wine "$work/hold.exe" "$programs/taizhang.exe" -1 "Z:$installer" /S && fail 'the installer does not mind a running program'
  wineserver -w
  diff "$old/taizhang.exe" "$programs/taizhang.exe"

  silently "$installer"
  diff -r --exclude=卸载.exe --exclude=放错地方.taizhang "$files" "$programs" || fail 'not every file is there and equal'
  [[ $(value "$uninstall_key" '"DisplayVersion"') == "$version" ]] || fail 'the version is not registered'
  menu=$(echo "$drive_c"/users/*/AppData/Roaming/Microsoft/Windows/Start\ Menu/Programs)
  for name in 防疫台账 防疫台账用户手册; do
    [[ -s $menu/$name.lnk ]] || fail "no $name in the start menu"
  done
  [[ $(value 'HKCU\Software\Classes\.taizhang' @) == taizhang.DataFile ]] || fail 'data files are not associated'
  [[ $(value 'HKCU\Software\Classes\taizhang.DataFile\shell\open\command' @) == *'\防疫台账\taizhang.exe" "%1"' ]] || fail 'data files open with something else'
  [[ $(value 'HKCU\Software\Classes\taizhang.DataFile\DefaultIcon' @) == *'\taizhang.exe,0' ]] || fail 'data files have no icon'
  wine "$programs/taizhang-cli.exe" --version | grep -q "$version" || fail 'the program installed does not start'

  silently "$programs/卸载.exe"
  [[ $(ls -A "$programs") == 放错地方.taizhang ]] || fail "removing leaves or takes something else: $(ls -A "$programs")"
  [[ $(<"$programs/放错地方.taizhang") == data && $(<"$data_home/台账.taizhang") == data ]] || fail 'removing touched a data file'
  [[ -z $(find "$menu" -name '防疫台账*.lnk') ]] || fail "the start menu keeps $(find "$menu" -name '防疫台账*.lnk')"
  [[ -z $(value "$uninstall_key" '"DisplayVersion"')$(value 'HKCU\Software\Classes\.taizhang' @) ]] || fail 'the registry keeps something'
}

# There is no WebView2 under wine: the window says so in our words and gives up. A desktop of its own, which ends with it.
without_webview2() {
  wineserver -k || true
  timeout 120 xvfb-run -a wine "$work/message.exe" 防疫台账 'WebView2 运行时' "Z:$files/taizhang.exe" 2>/dev/null ||
    fail 'the window does not say that WebView2 is missing'
  wineserver -k || true
}

set_up
say 'resources'
resources
say 'installer: over an older version, while running, removed'
installing
say 'the window without WebView2'
without_webview2
say 'the command line, under wine and on Linux'
node tools/windows/story.js "$linux" "$files/taizhang-cli.exe" "$work/hold.exe" "$drive_c"
say "core's tests, under wine"
CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=wine cargo_for_windows test --release -p taizhang --lib
wineserver -k || true
say 'all as told'
