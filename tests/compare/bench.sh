#!/usr/bin/env bash
# Runs the benchmarks and writes RESULTS.md beside this file. Owns no measurement itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
results=tests/compare/RESULTS.md
{
  echo "# Figures"
  echo
  echo "\`./dev bench\` on $(nproc) cores, $(rustc --version | cut -d' ' -f1-2); times of one machine, to be compared within one run only."
  echo
  cargo bench --quiet -p taizhang-tests --bench compare
} | tee "$results"
