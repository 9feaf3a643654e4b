#!/usr/bin/env bash
# Runs the benchmarks beside their peers and writes RESULTS.md beside this file. Owns no measurement itself.
#   bench.sh [SECTION…]   one or more of: lists paper exchange overview health vault refusals window; then RESULTS.md stays as it is
set -euo pipefail
cd "$(dirname "$0")/../.."
results=tests/compare/RESULTS.md
target=${CARGO_TARGET_DIR:-$PWD/target}

# A Python of its own with the peers.
peers=$target/peers
if [[ ! -x $peers/bin/weasyprint ]]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet openpyxl xlsxwriter pandas reportlab weasyprint
fi
export TAIZHANG_PEERS=$peers/bin/python

run() {
  if (($# == 0)) || [[ $* != window ]]; then cargo bench --quiet -p taizhang-tests --bench compare -- "$@"; fi
  if (($# == 0)) || [[ " $* " == *" window "* ]]; then window; fi
}

# The built window against an empty one. The driver's port is the only one that is open.
window() {
  local files
  files=$(mktemp -d)
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$files'" EXIT
  cargo build --quiet --release -p taizhang-app --features custom-protocol,e2e
  cargo build --quiet --release -p taizhang-app --features custom-protocol,empty-window --example empty
  for people in 10000 100000; do
    cargo run --quiet --release -p taizhang-cli -- sample "$files/$people.taizhang" --people $people --days 180 --end 2021-08-31 --plain >/dev/null
  done
  NO_AT_BRIDGE=1 WEBKIT_DISABLE_COMPOSITING_MODE=1 dbus-run-session -- xvfb-run -a -s '-screen 0 1440x900x24' \
    node tests/e2e/measure.js "$target/release/taizhang" "$target/release/examples/empty" "$files"/{10000,100000}.taizhang |
    grep '^|' # the driver says things too
}

if (($#)); then
  run "$@"
  exit
fi
{
  echo "# Figures"
  echo
  echo "\`./dev bench\` on $(nproc) cores, $(rustc --version | cut -d' ' -f1-2); times of one machine, to be compared within one run only."
  echo
  run
} | tee "$results"
