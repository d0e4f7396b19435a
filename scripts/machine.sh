# Sourced by the other scripts: gets this machine what the app needs, each step only where something is missing.
# Afterwards $FRAPPE_BENCH is a bench; when that cannot be had, $missing says why.

FRAPPE_BENCH=${FRAPPE_BENCH:-$HOME/frappe-bench}
FRAPPE_BRANCH=${FRAPPE_BRANCH:-version-15}
export FRAPPE_BENCH
# A bench may bring programs of its own: another Node.js, another MariaDB.
PATH=$FRAPPE_BENCH/programs:$PATH
cache=${XDG_CACHE_HOME:-$HOME/.cache}/frappe_crm_app
missing=
# As in frappe_crm_app/preconditions.py.
OLDEST_FRAPPE=15.101.0

prepare_bench_for_tests() {
	install_packages_to_run
	install_missing dovecot:dovecot-imapd
	install_browser
	ensure_bench || return 1
	install_python_requirements pytest xdist playwright hypothesis requests aiosmtpd axe_playwright_python recurring_ical_events
}

prepare_bench_for_demo() {
	install_packages_to_run
	ensure_bench || return 1
	install_python_requirements setuptools || return 1
	install_app
}

ensure_bench() {
	if is_bench "$FRAPPE_BENCH"; then
		ensure_node || complain "$missing"
		missing=
		return 0
	fi
	install_packages_to_build
	ensure_node && install_yarn && make_bench && is_new_enough
}

# For the beginning of a script, before anything is installed.
stop_at_old_bench() {
	if is_bench "$FRAPPE_BENCH" && ! is_new_enough; then
		echo "$missing" >&2
		exit 1
	fi
}

say() {
	printf '==> %s\n' "$*"
}

is_bench() {
	[[ -e $1/apps/frappe/frappe/__init__.py && -x $1/env/bin/python && ! -e $1.unfinished ]]
}

# --- which Frappe, and what it needs ---

# The version of the Frappe in the bench, such as 15.101.1; nothing where there is none.
frappe_version() {
	local file=$FRAPPE_BENCH/apps/frappe/frappe/__init__.py
	[[ ! -e $file ]] || sed -nE "s/^__version__ *= *[\"']([^\"']+).*/\1/p" "$file"
}

is_new_enough() {
	local version
	version=$(frappe_version)
	[[ -z $version || $(printf '%s\n' "$OLDEST_FRAPPE" "$version" | sort -V | head -1) == "$OLDEST_FRAPPE" ]] && return
	missing="The bench in $FRAPPE_BENCH has Frappe $version, and CRM Desk needs $OLDEST_FRAPPE or later: update the bench first."
	return 1
}

# Its number before the first dot: of the Frappe that is there, or of the branch or tag that is to be had.
frappe_release() {
	local version
	version=$(frappe_version)
	[[ ${version:-$FRAPPE_BRANCH} =~ [0-9]+ ]] && echo "${BASH_REMATCH[0]}" || echo 16 # develop has none
}

# All that this Frappe runs on, the newest first.
pythons_for_frappe() {
	[[ $(frappe_release) -gt 15 ]] && echo 3.14 || echo 3.13 3.12 3.11 3.10
}

# The oldest that this Frappe runs on.
node_for_frappe() {
	[[ $(frappe_release) -gt 15 ]] && echo 24 || echo 18
}

# Sets $python_for_bench: one of this machine's, or one that uv, which comes with the bench command, downloads.
ensure_python() {
	local version wanted=()
	read -ra wanted <<<"$(pythons_for_frappe)"
	for version in "${wanted[@]}"; do
		if "python$version" --version >/dev/null 2>&1; then
			python_for_bench=$(command -v "python$version")
			return
		fi
	done
	say "Frappe $(frappe_release) needs Python $(any_of "${wanted[@]}"), and here is none: getting ${wanted[0]} by uv"
	python_for_bench=$(get_python "${wanted[0]}") && return
	missing="Frappe $(frappe_release) needs Python $(any_of "${wanted[@]}"), which this machine does not have and uv cannot get"
	return 1
}

# Prints the path of a Python of that version, which uv finds or downloads.
get_python() {
	local uv=$cache/bench-command/bin/uv
	"$uv" python find --quiet "$1" 2>/dev/null || { "$uv" python install --quiet "$1" && "$uv" python find "$1"; } </dev/null
}

# Puts a Node.js that this Frappe runs on before PATH, unless it is there: npm's package of it, kept in our cache.
ensure_node() {
	local wanted folder found
	wanted=$(node_for_frappe)
	folder=$cache/node-$wanted/node_modules/node
	is_node "$wanted" && return
	found=$(node --version 2>/dev/null) || found=none
	if [[ ! -x $folder/bin/node ]]; then
		say "Frappe $(frappe_release) needs Node.js $wanted or later, and here is $found: getting it from npm"
		install_missing npm:npm
		npm install --silent --no-audit --no-fund --prefix "$cache/node-$wanted" "node@$wanted" </dev/null || true
	fi
	PATH=$folder/bin:$PATH
	is_node "$wanted" && return
	missing="Frappe $(frappe_release) needs Node.js $wanted or later; here is $found, and npm's package node cannot be had"
	return 1
}

is_node() {
	local version
	version=$(node --version 2>/dev/null) || return 1
	version=${version#v}
	[[ ${version%%.*} -ge $1 ]]
}

# 3.13 3.12 3.11 -> 3.13, 3.12 or 3.11
any_of() {
	local last=${*: -1} others
	printf -v others '%s, ' "${@:1:$#-1}"
	[[ $# -eq 1 ]] && echo "$last" || echo "${others%, } or $last"
}

# --- distribution packages ---

install_packages_to_build() {
	install_missing \
		git:git cc:build-essential pkg-config:pkg-config node:nodejs npm:npm \
		mariadb_config:libmariadb-dev python3:python3 python3-config:python3-dev
	python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
	pkg-config --exists libffi 2>/dev/null || install_packages libffi-dev
}

# Bench wants the first yarn, which no distribution has as a package.
install_yarn() {
	[[ $(yarn --version 2>/dev/null) == 1.* ]] || as_root npm install --global --silent yarn@1 ||
		complain "yarn 1 is needed, and npm cannot install it"
}

install_packages_to_run() {
	# The core package has the database server without the system service, which we neither need nor touch.
	install_missing mariadbd:mariadb-server-core mariadb:mariadb-client redis-server:redis-server node:nodejs
	install_pango
	if [[ ${DB:-} == postgres ]] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
		install_packages postgresql
	fi
}

# What WeasyPrint, by which quotes become PDFs, draws with; it is found as a library, not as a program.
install_pango() {
	local libraries
	libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null)
	[[ $libraries == *libpangoft2-1.0* && $libraries == *libharfbuzz-subset* ]] ||
		install_packages libpangoft2-1.0-0 libharfbuzz-subset0
	[[ -n $(fc-list 2>/dev/null) ]] || install_packages fontconfig fonts-dejavu-core
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
	local python_for_bench options=(--frappe-branch "$FRAPPE_BRANCH" --no-backups)
	[[ -z ${FRAPPE_PATH:-} ]] || options+=(--frappe-path "$FRAPPE_PATH")
	clear_unfinished_bench || return 1
	if ! install_bench_command; then
		missing="no Frappe could be had: the bench command cannot be installed, see above"
		return 1
	fi
	ensure_python || return 1
	say "Making a bench with Frappe ($FRAPPE_BRANCH) in $FRAPPE_BENCH; this takes some minutes"
	touch "$FRAPPE_BENCH.unfinished"
	if ! run_bench_init "${options[@]}" --python "$python_for_bench"; then
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

# --- Python packages ---

# Into the bench: what the app and the named tools need, and what Frappe 15 needs of older setuptools.
install_python_requirements() {
	local python=$FRAPPE_BENCH/env/bin/python wanted=()
	mapfile -t wanted < <(not_importable "$python" altcha charset_normalizer css_inline dns icalendar nh3 openpyxl phonenumbers simpleeval xlrd "$@")
	[[ -z $(not_importable "$python" pkg_resources) ]] || wanted+=("setuptools<81")
	if [[ ${#wanted[@]} -gt 0 ]]; then
		wanted=("${wanted[@]/#dns/dnspython}")
		say "Installing the Python packages ${wanted[*]}"
		install_python_packages "$python" "${wanted[@]/#xdist/pytest-xdist}" && return
		missing="these Python packages could not be installed into $FRAPPE_BENCH: ${wanted[*]}"
		return 1
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
		# An environment without pip was made by uv, which the bench command brings.
		local PATH=$cache/bench-command/bin:$PATH
		has_any uv || install_bench_command || return 1
		uv pip install --quiet --python "$python" "$@"
	fi
}

# A Python of our own, outside any bench, with what the unit tests need; prints its path.
plain_python() {
	local python=$cache/plain/bin/python
	[[ -x $python ]] || python3 -m venv --clear "$cache/plain" >&2
	local wanted=(pytest hypothesis requests altcha charset_normalizer css_inline filetype nh3 openpyxl phonenumbers pypdf simpleeval xlrd)
	if [[ -n $(not_importable "$python" "${wanted[@]}") ]]; then
		say "Installing the Python packages ${wanted[*]}" >&2
		install_python_packages "$python" "${wanted[@]/#dns/dnspython}" >&2
	fi
	echo "$python"
}
