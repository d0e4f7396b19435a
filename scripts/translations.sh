#!/usr/bin/env bash
# Bring frappe_crm_app/locale up to date with the texts of the code; says how many of each language are not translated.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh

if ! prepare_bench_for_tests; then
	echo "The texts cannot be found: $missing" >&2
	exit 1
fi
PYTHONPATH=$PWD exec "$FRAPPE_BENCH/env/bin/python" -m scripts.translations "$@"
