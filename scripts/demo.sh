#!/usr/bin/env bash
# Serve the demo; everything it needs is made or installed first.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh
stop_at_old_bench

if ! prepare_bench_for_demo; then
	echo "The demo cannot run: $missing" >&2
	exit 1
fi
PYTHONPATH=$PWD exec "$FRAPPE_BENCH/env/bin/python" -m scripts.demo start
