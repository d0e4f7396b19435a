#!/usr/bin/env bash
# Check the Python code with ruff, from PATH or installed beside the test tools.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh

if command -v ruff >/dev/null; then
	ruff=(ruff)
else
	python=$(plain_python)
	"$python" -c 'import ruff' 2>/dev/null || install_python_packages "$python" ruff
	ruff=("$python" -m ruff)
fi
"${ruff[@]}" check .
"${ruff[@]}" format --check .
