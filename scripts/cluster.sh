# shellcheck shell=bash
# cluster.sh: sourced by demo.sh, check.sh, bench.sh, coverage.sh and simulate.sh.
#
# Builds nps_ext in a copy of the tree, installs it into a private copy of the
# server, and runs a throw-away cluster from that: nothing outside the run
# directory is touched, no port is opened (unix socket only), and everything
# runs as an unprivileged user, because PostgreSQL refuses root.
#
#   run_dir NAME     sets RUN to build/NAME (or a directory under /var/tmp that
#                    it links to, where the unprivileged user cannot get there)
#   build            stage the sources, build, install        (sets PRIVATE_BIN)
#   start [OPTIONS]  initdb and start                         (sets PGHOST ..)
#   stop             stop the cluster
#   as_user CMD ..   run CMD as the unprivileged user

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

step() { printf '==> %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

as_user() {
	if [ -n "$RUN_AS" ]; then runuser -u "$RUN_AS" -- env HOME="$RUN" "$@"; else "$@"; fi
}

# root hands over to whom the run directory belongs already, else to postgres
pick_user() {
	RUN_AS=''
	[ "$(id -u)" = 0 ] || return 0
	if [ -d "$RUN/data" ] && [ "$(stat -L -c %U "$RUN/data")" != root ]; then RUN_AS=$(stat -L -c %U "$RUN/data")
	elif id postgres >/dev/null 2>&1; then RUN_AS=postgres
	else RUN_AS=nobody
	fi
}

run_dir() {
	mkdir -p "$TOP/build" 2>/dev/null && [ -w "$TOP/build" ] ||
		die "Cannot write to $TOP/build, as $(id -un).  If it belongs to another user, remove it or be that user; if the checkout is read-only, copy it."
	RUN=$TOP/build/$1
	pick_user
	if [ -L "$RUN" ]; then RUN=$(readlink "$RUN")
	elif [ -n "$RUN_AS" ] && ! runuser -u "$RUN_AS" -- test -x "$TOP/build"; then
		RUN=$(mktemp -d "/var/tmp/nps_ext-$1.XXXXXX")
		ln -sfn "$RUN" "$TOP/build/$1"
	fi
	SOCKET=$RUN
	if [ -s "$RUN/socket" ]; then SOCKET=$(cat "$RUN/socket"); fi
}

# an empty run directory that the unprivileged user owns
fresh_run_dir() {
	stop
	mkdir -p "$RUN"
	find "$RUN" -mindepth 1 -delete 2>/dev/null || die "Cannot empty $RUN: remove it, or run this as the user it belongs to."
	# a socket's path may have about 100 bytes
	SOCKET=$RUN
	if [ ${#RUN} -gt 80 ]; then
		SOCKET=$(mktemp -d /tmp/nps_ext.XXXXXX)
		[ -z "$RUN_AS" ] || chown "$RUN_AS" "$SOCKET"
		echo "$SOCKET" >"$RUN/socket"
	fi
	[ -z "$RUN_AS" ] || chown "$RUN_AS" "$RUN"
}

build() {
	local pg=$SYSTEM_PG_CONFIG dir
	fresh_run_dir
	mkdir "$RUN/stage" "$RUN/pg"
	tar -C "$TOP" --exclude=./build --exclude=./.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' -cf - . | tar -C "$RUN/stage" -xf -
	# a server finds its files relative to its own binary, so a copy is a server of its own
	for dir in "$("$pg" --bindir)" "$("$pg" --pkglibdir)" "$("$pg" --sharedir)"; do
		mkdir -p "$RUN/pg$dir"
		cp -a "$dir/." "$RUN/pg$dir/"
	done
	[ -z "$RUN_AS" ] || chown -R "$RUN_AS" "$RUN/stage" "$RUN/pg"
	PRIVATE_BIN=$RUN/pg$("$pg" --bindir)
	as_user make -s -j2 -C "$RUN/stage" PG_CONFIG="$pg" ${BUILD_FLAGS:+COPT="$BUILD_FLAGS"} all >"$RUN/build.log" 2>&1 &&
		as_user make -s -C "$RUN/stage" PG_CONFIG="$pg" DESTDIR="$RUN/pg" install >>"$RUN/build.log" 2>&1 ||
		{ cat "$RUN/build.log" >&2; die "The build failed; see above."; }
}

start() {
	cd "$RUN" || exit 1
	export PGHOST=$SOCKET PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	unset PGDATA PGSERVICE PGOPTIONS PGPASSWORD PGHOSTADDR || true
	as_user "$PRIVATE_BIN/initdb" -D "$RUN/data" -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$RUN/initdb.log" 2>&1 ||
		{ cat "$RUN/initdb.log" >&2; die "initdb failed; see above."; }
	as_user "$PRIVATE_BIN/pg_ctl" -s -w -D "$RUN/data" -l "$RUN/server.log" \
		-o "-k '$SOCKET' -c listen_addresses='' -c fsync=off -c unix_socket_permissions=0700 $*" start ||
		{ cat "$RUN/server.log" >&2; die "The server did not start; see above."; }
}

# as the unprivileged user, as root should not run programs that another one owns
run_psql() { as_user "$PRIVATE_BIN/psql" -X -v ON_ERROR_STOP=1 "$@"; }

stop() {
	local ctl
	ctl=$(find "$RUN"/pg -path '*/bin/pg_ctl' 2>/dev/null | head -1) || true
	if [ -n "$ctl" ] && [ -e "$RUN/data/postmaster.pid" ]; then
		(cd / && as_user "$ctl" -s -w -m immediate -D "$RUN/data" stop) || return 1
	fi
	if [ -s "$RUN/socket" ]; then rmdir "$(cat "$RUN/socket")" 2>/dev/null || true; fi
}
