#!/usr/bin/env bash
# deps.sh WHAT: find or install what `make demo` (WHAT=demo), `make check` and
# `make bench` need, and print the pg_config to use on the last line; WHAT=fuzz
# finds or installs what `make fuzz` needs: a clang with libFuzzer.
#
# Safe to repeat: installs only what is missing.  As root with apt-get, as
# another user with sudo; without either it says exactly what to install.
# It never creates a cluster: Debian's own `main` is held back while installing.
set -euo pipefail
what=${1:-check}

[ -z "${PG_CONFIG:-}" ] || command -v "$PG_CONFIG" >/dev/null ||
	{ echo "PG_CONFIG=$PG_CONFIG is no program: give the path of a pg_config." >&2; exit 1; }

die() { echo "$*" >&2; exit 1; }

# PostgreSQL's major version: of PG_CONFIG if given, else the newest server
# here, else the one that the distribution offers
pick_major() {
	if [ -n "${PG_CONFIG:-}" ]; then
		"$PG_CONFIG" --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p'
	elif ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
		ls -d /usr/lib/postgresql/*/bin/postgres | sed 's|.*postgresql/\([0-9]*\)/.*|\1|' | sort -n | tail -1
	elif command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/postgres" ]; then
		pg_config --version | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p'
	elif command -v apt-cache >/dev/null; then
		apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9][0-9]*\)$/\1/p' | head -1
	fi
}

pick_pg_config() {
	if [ -n "${PG_CONFIG:-}" ]; then echo "$PG_CONFIG"
	elif [ -x "/usr/lib/postgresql/$1/bin/pg_config" ]; then echo "/usr/lib/postgresql/$1/bin/pg_config"
	else command -v pg_config || true
	fi
}

# is there a clang that comes with libFuzzer?
fuzzes() {
	echo 'int LLVMFuzzerTestOneInput(const char *s, __SIZE_TYPE__ n) { return s && n > 9; }' |
		clang -fsanitize=fuzzer,address -x c -o /dev/null - 2>/dev/null
}

# the packages whose files are not there, one a line
missing() {
	if [ "$what" = fuzz ]; then
		local rt
		! fuzzes || return 0
		# the runtime is a package of its own from clang 14 on
		rt=$(apt-cache depends clang 2>/dev/null | sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p' | head -1)
		echo clang
		[ -z "$rt" ] || echo "libclang-rt-$rt-dev"
		command -v cc >/dev/null || echo gcc
		[ -e /usr/include/stdio.h ] || echo libc6-dev
		return
	fi
	local major=$1 config bindir='' sharedir=''
	config=$(pick_pg_config "$major")
	if [ -n "$config" ]; then
		bindir=$("$config" --bindir)
		sharedir=$("$config" --sharedir)
	fi
	command -v gcc >/dev/null || command -v cc >/dev/null || echo gcc
	[ -e /usr/include/stdio.h ] || echo libc6-dev
	command -v make >/dev/null || echo make
	{ [ -n "$bindir" ] && [ -x "$bindir/postgres" ]; } || echo "postgresql-$major"
	{ [ -n "$config" ] && [ -e "$("$config" --pgxs)" ] && [ -e "$("$config" --includedir-server)/postgres.h" ]; } ||
		echo "postgresql-server-dev-$major"
	command -v runuser >/dev/null || [ "$(id -u)" != 0 ] || echo util-linux
	if [ "$what" != demo ]; then
		{ [ -n "$sharedir" ] && [ -e "$sharedir/extension/pgtap.control" ]; } || echo "postgresql-$major-pgtap"
		command -v pg_prove >/dev/null || echo libtap-parser-sourcehandler-pgtap-perl
		perl -MIPC::Run -e 1 2>/dev/null || echo libipc-run-perl
	fi
}

install_packages() {
	local sudo='' log hold=/etc/postgresql-common/createcluster.d/nps_ext-no-main.conf
	command -v apt-get >/dev/null ||
		die "Missing: $*. Install them with this system's package manager, then run this again."
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null || ! { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
			die "Missing packages. Run this as root, then try again:
    apt-get install --no-install-recommends $*"
		fi
		sudo=sudo
	fi
	echo "==> installing packages: $*" >&2
	$sudo apt-get update -qq >&2 || true
	# a server package makes and starts a cluster on port 5432: not for a test run
	# shellcheck disable=SC2064
	trap "$sudo rm -f '$hold'" EXIT INT TERM
	$sudo mkdir -p "$(dirname "$hold")"
	echo 'create_main_cluster = false' | $sudo tee "$hold" >/dev/null
	log=$(mktemp)
	if ! $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >"$log" 2>&1; then
		cat "$log" >&2
		die "apt-get could not install: $*"
	fi
	rm -f "$log"
	$sudo rm -f "$hold"
}

if [ "$what" = fuzz ]; then
	packages=$(missing)
	# shellcheck disable=SC2086
	[ -z "$packages" ] || install_packages $packages
	packages=$(missing)
	[ -z "$packages" ] || die "Still missing: $packages"
	exit
fi

major=$(pick_major)
if [ -z "$major" ] && command -v apt-get >/dev/null; then		# a new machine has no package lists yet
	if [ "$(id -u)" = 0 ]; then apt-get update -qq >&2 || true
	elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then sudo apt-get update -qq >&2 || true
	fi
	major=$(pick_major)
fi
[ -n "$major" ] || die "No PostgreSQL found. Install a server with its headers (Debian: postgresql and postgresql-server-dev-all), or give PG_CONFIG=/path/to/pg_config."
[ "$major" -ge 15 ] || die "nps_ext needs PostgreSQL 15 or later; this is $major. Give another server with PG_CONFIG=/path/to/pg_config."

packages=$(missing "$major")
# shellcheck disable=SC2086
[ -z "$packages" ] || install_packages $packages
packages=$(missing "$major")
[ -z "$packages" ] || die "Still missing: $packages"
pick_pg_config "$major"
