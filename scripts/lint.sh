#!/usr/bin/env bash
# Check the Python code with ruff, from PATH or installed beside the test tools, and JavaScript with ESLint and Prettier.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/machine.sh

javascript_tools=(
	eslint@9.39.5 @eslint/js@9.39.5 eslint-plugin-vue@10.12.1 vue-eslint-parser@10.4.2 globals@16.5.0 prettier@3.10.1
)
javascript_files=("*.cjs" "frappe_crm_app/**/*.{js,vue}" "scripts/**/*.js" "tests/**/*.mjs")

check_python() {
	local python ruff=(ruff)
	if ! command -v ruff >/dev/null; then
		python=$(plain_python)
		"$python" -c 'import ruff' 2>/dev/null || install_python_packages "$python" ruff
		ruff=("$python" -m ruff)
	fi
	"${ruff[@]}" check .
	"${ruff[@]}" format --check .
}

check_javascript() {
	local place=$cache/javascript
	install_javascript_tools "$place"
	NODE_PATH=$place/node_modules "$place/node_modules/.bin/eslint" --max-warnings 0 "${javascript_files[@]}"
	"$place/node_modules/.bin/prettier" --log-level warn --check "${javascript_files[@]}"
}

# What the folder has is known by a file that is written last.
install_javascript_tools() {
	local place=$1 versions="${javascript_tools[*]}"
	[[ $(cat "$place/versions" 2>/dev/null) != "$versions" ]] || return 0
	install_missing node:nodejs npm:npm
	say "Installing ESLint and Prettier"
	rm -rf "$place"
	mkdir -p "$place"
	npm install --prefix "$place" --silent --no-audit --no-fund "${javascript_tools[@]}"
	echo "$versions" >"$place/versions"
}

check_python
check_javascript
