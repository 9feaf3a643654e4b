#!/usr/bin/env bash
# Draws src-tauri/icons/ from icon.svg. Needs rsvg-convert (librsvg2-bin) and convert (imagemagick); run when the drawing changes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
icons=$here/../../src-tauri/icons
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 24 32 48 64 128 256 512; do
  rsvg-convert -w "$size" -h "$size" "$here/icon.svg" -o "$work/$size.png"
done
mkdir -p "$icons"
cp "$work/32.png" "$icons/32x32.png"
cp "$work/128.png" "$icons/128x128.png"
cp "$work/256.png" "$icons/128x128@2x.png"
cp "$work/512.png" "$icons/icon.png"
convert "$work/16.png" "$work/24.png" "$work/32.png" "$work/48.png" "$work/64.png" "$work/256.png" "$icons/icon.ico"
