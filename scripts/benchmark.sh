#!/usr/bin/env bash
# Run the benchmarks; everything they need is made or installed first. Arguments go to `bench crm-benchmark`.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh
stop_at_old_bench

if ! prepare_bench_for_tests; then
	echo "The benchmarks cannot run: $missing" >&2
	exit 1
fi
PYTHONPATH=$PWD exec "$FRAPPE_BENCH/env/bin/python" -m scripts.benchmark "$@"
