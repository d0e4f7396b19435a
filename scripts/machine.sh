# Sourced by the other scripts: gets this machine what the app needs, each step only where something is missing.
# Afterwards $FRAPPE_BENCH is a bench; when that cannot be had, $missing says why.

FRAPPE_BENCH=${FRAPPE_BENCH:-$HOME/frappe-bench}
FRAPPE_BRANCH=${FRAPPE_BRANCH:-version-15}
export FRAPPE_BENCH
# A bench may bring programs of its own: another Node.js, another MariaDB.
PATH=$FRAPPE_BENCH/programs:$PATH
cache=${XDG_CACHE_HOME:-$HOME/.cache}/frappe_crm_app
missing=

prepare_bench_for_tests() {
	install_packages_to_run
	install_browser
	ensure_bench || return 1
	install_python_requirements pytest xdist playwright hypothesis requests axe_playwright_python
}

prepare_bench_for_demo() {
	install_packages_to_run
	ensure_bench || return 1
	install_python_requirements setuptools
	install_app
}

ensure_bench() {
	if ! is_bench "$FRAPPE_BENCH"; then
		install_packages_to_build
		make_bench
	fi
}

say() {
	printf '==> %s\n' "$*"
}

is_bench() {
	[[ -e $1/apps/frappe/frappe/__init__.py && -x $1/env/bin/python && ! -e $1.unfinished ]]
}

# --- distribution packages ---

install_packages_to_build() {
	install_missing \
		git:git cc:build-essential pkg-config:pkg-config node:nodejs npm:npm \
		mariadb_config:libmariadb-dev python3:python3 python3-config:python3-dev
	python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
	pkg-config --exists libffi 2>/dev/null || install_packages libffi-dev
	# Bench wants the first yarn, which no distribution has as a package.
	[[ $(yarn --version 2>/dev/null) == 1.* ]] || as_root npm install --global --silent yarn@1 ||
		complain "yarn 1 is needed, and npm cannot install it"
}

install_packages_to_run() {
	# The core package has the database server without the system service, which we neither need nor touch.
	install_missing mariadbd:mariadb-server-core mariadb:mariadb-client redis-server:redis-server node:nodejs
	if [[ ${DB:-} == postgres ]] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
		install_packages postgresql
	fi
}

# Ubuntu's package only stands for a snap, which cannot be relied on.
install_browser() {
	has_any chromium chromium-browser google-chrome google-chrome-stable && return
	if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null || ! install_packages chromium; then
		complain "there is no Chromium to be had as a package, so browser tests cannot run. To run them, install" \
			"Google Chrome, or: $FRAPPE_BENCH/env/bin/python -m playwright install --with-deps chromium"
	fi
}

# Arguments are COMMAND:PACKAGE; the packages of commands that are not there are installed together.
install_missing() {
	local pair wanted=()
	for pair in "$@"; do
		has_any "${pair%%:*}" || wanted+=("${pair##*:}")
	done
	[[ ${#wanted[@]} -eq 0 ]] || install_packages "${wanted[@]}"
}

install_packages() {
	say "Installing $*"
	if ! command -v apt-get >/dev/null || ! can_be_root; then
		complain "these packages are needed, and only root or sudo with apt can install them: $*"
		return 1
	fi
	apt_get install "$@" 2>/dev/null || { apt_get update && apt_get install "$@"; } && return
	complain "the distribution does not give: $*"
	return 1
}

apt_get() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --yes --no-install-recommends "$@" >/dev/null
}

has_any() {
	local name
	for name in "$@"; do
		# Debian keeps servers in a folder that ordinary users do not search.
		PATH=$PATH:/usr/sbin command -v "$name" >/dev/null && return 0
	done
	return 1
}

can_be_root() {
	[[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null
}

as_root() {
	if [[ $(id -u) -eq 0 ]]; then
		"$@"
	else
		sudo "$@"
	fi
}

complain() {
	echo "Warning: $*" >&2
}

# --- the bench ---

make_bench() {
	local options=(--frappe-branch "$FRAPPE_BRANCH" --no-backups --python "$(python_for_frappe)")
	[[ -z ${FRAPPE_PATH:-} ]] || options+=(--frappe-path "$FRAPPE_PATH")
	clear_unfinished_bench || return 1
	say "Making a bench with Frappe ($FRAPPE_BRANCH) in $FRAPPE_BENCH; this takes some minutes"
	touch "$FRAPPE_BENCH.unfinished"
	if ! install_bench_command || ! run_bench_init "${options[@]}"; then
		missing="no Frappe could be had: making a bench in $FRAPPE_BENCH failed, see above"
		return 1
	fi
	rm "$FRAPPE_BENCH.unfinished"
}

# A bench whose making was interrupted is ours to remove; anything else at that place is not.
clear_unfinished_bench() {
	if [[ -e $FRAPPE_BENCH.unfinished ]]; then
		rm -rf "$FRAPPE_BENCH"
	fi
	rmdir "$FRAPPE_BENCH" 2>/dev/null || true
	if [[ -e $FRAPPE_BENCH ]]; then
		missing="no Frappe could be had: $FRAPPE_BENCH exists and is no bench; move it or set FRAPPE_BENCH"
		return 1
	fi
	mkdir -p "$(dirname "$FRAPPE_BENCH")"
}

install_bench_command() {
	[[ -x $cache/bench-command/bin/bench ]] && return 0
	python3 -m venv --clear "$cache/bench-command" &&
		"$cache/bench-command/bin/pip" install --quiet frappe-bench
}

# The bench command refuses to run as root; its functions do not.
run_bench_init() {
	PATH=$cache/bench-command/bin:$PATH "$cache/bench-command/bin/python" \
		-c 'from bench.commands import bench_command; bench_command()' \
		init "$@" "$FRAPPE_BENCH" </dev/null
}

# The newest Python here that this Frappe accepts, or the version that the bench command shall get by itself.
python_for_frappe() {
	local name versions=(3.12 3.11 3.10)
	[[ $FRAPPE_BRANCH == version-15 ]] || versions=(3.14)
	for name in "${versions[@]/#/python}"; do
		if "$name" --version >/dev/null 2>&1; then
			command -v "$name"
			return
		fi
	done
	echo "${versions[0]}"
}

# --- Python packages ---

# Into the bench: what the app and the named tools need, and what Frappe 15 needs of older setuptools.
install_python_requirements() {
	local python=$FRAPPE_BENCH/env/bin/python wanted=()
	mapfile -t wanted < <(not_importable "$python" altcha charset_normalizer openpyxl phonenumbers "$@")
	[[ -z $(not_importable "$python" pkg_resources) ]] || wanted+=("setuptools<81")
	if [[ ${#wanted[@]} -gt 0 ]]; then
		say "Installing the Python packages ${wanted[*]}"
		install_python_packages "$python" "${wanted[@]/#xdist/pytest-xdist}"
	fi
}

# The app as a package of the bench, read from this tree. One from another tree is replaced, a folder is not ours to move.
install_app() {
	local python=$FRAPPE_BENCH/env/bin/python place=$FRAPPE_BENCH/apps/frappe_crm_app
	if [[ -e $place && ! -L $place && ! $place -ef $PWD ]]; then
		missing="$place is another copy of the app; move it away, or run \`make demo\` there"
		return 1
	fi
	[[ ! -L $place || $place -ef $PWD ]] || say "The bench had the app from $(readlink "$place"), and now has it from here"
	if [[ ! $(app_in_bench "$python") -ef $PWD ]]; then
		say "Making the app known to the bench's Python"
		install_python_packages "$python" --no-deps --no-build-isolation -e "$PWD"
	fi
}

# The tree that the bench's Python takes the app from, or nothing.
app_in_bench() {
	(cd / && "$1" -c 'from importlib.util import find_spec
from pathlib import Path
found = find_spec("frappe_crm_app")
print(Path(found.origin).parents[1] if found and found.origin else "")')
}

not_importable() {
	local python=$1
	shift
	"$python" -c 'import sys
from importlib.util import find_spec
print(*(name for name in sys.argv[1:] if find_spec(name) is None), sep="\n", end="")' "$@"
}

install_python_packages() {
	local python=$1
	shift
	if "$python" -m pip --version >/dev/null 2>&1; then
		PYTHONWARNINGS=ignore "$python" -m pip install --quiet --disable-pip-version-check "$@"
	else
		PATH=$cache/bench-command/bin:$PATH uv pip install --quiet --python "$python" "$@"
	fi
}

# A Python of our own, outside any bench, with what the unit tests need; prints its path.
plain_python() {
	local python=$cache/plain/bin/python
	[[ -x $python ]] || python3 -m venv --clear "$cache/plain" >&2
	local wanted=(pytest hypothesis requests altcha charset_normalizer openpyxl phonenumbers)
	if [[ -n $(not_importable "$python" "${wanted[@]}") ]]; then
		say "Installing the Python packages ${wanted[*]}" >&2
		install_python_packages "$python" "${wanted[@]}" >&2
	fi
	echo "$python"
}
