#!/usr/bin/env bash
# Runs the benchmarks beside their peers and writes RESULTS.md beside this file. Owns no measurement itself.
#   bench.sh [SECTION…]   one or more of: lists paper exchange overview vault refusals; then RESULTS.md stays as it is
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

run() { cargo bench --quiet -p taizhang-tests --bench compare -- "$@"; }
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
