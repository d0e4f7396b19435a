#!/usr/bin/env bash
# Stop the demo and the kept test services. With --remove [FOLDER...], remove the latter and leave the demo alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh

python=$FRAPPE_BENCH/env/bin/python
if [[ ! -x $python ]]; then
	echo "Nothing to stop: there is no bench at $FRAPPE_BENCH."
	exit 0
fi
export PYTHONPATH=$PWD
if [[ ${1:-} == --remove ]]; then
	exec "$python" -m scripts.run_tests "$@"
fi
"$python" -m scripts.demo stop
exec "$python" -m scripts.run_tests --stop
