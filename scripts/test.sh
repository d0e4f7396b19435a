#!/usr/bin/env bash
# Run the tests: all of them where Frappe can be had, otherwise those that need no site. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh
stop_at_old_bench

run_without_frappe() {
	local python status=0 reason=$1
	shift
	python=$(plain_python)
	PYTHONPATH=$PWD "$python" -m pytest --import-mode=importlib \
		--ignore=tests/site --ignore=tests/browser "$@" || status=$?
	echo "Site tests did not run: $reason"
	[[ $status -ne 0 || -z "${CI:-}" ]] || status=1
	exit $status
}

if prepare_bench_for_tests; then
	PYTHONPATH=$PWD exec "$FRAPPE_BENCH/env/bin/python" -m scripts.run_tests "$@"
fi
run_without_frappe "$missing" "$@"
