#!/bin/sh
# server-answers.sh BINDIR: does a server answer where libpq would look, as this
# user?  If not, say what `make installcheck` needs, and what to run instead.
psql=${1:+$1/}psql
[ -x "$psql" ] || psql=psql
if problem=$("$psql" -X -d postgres -Atqc 'SELECT 1' 2>&1 >/dev/null); then
	exit 0
fi
cat >&2 <<EOF
make installcheck runs the tests against a running server, and none lets $(id -un) in:

    $problem

Either
  * run 'make check': it starts a private throw-away cluster and runs every test; or
  * name a server and a superuser of it, after 'make install':
        make installcheck PGHOST=/var/run/postgresql PGUSER=postgres
EOF
[ "$(id -u)" = 0 ] && cat >&2 <<'EOF'
  * as root on Debian, with a cluster running:
        chown -R postgres . && runuser -u postgres -- make installcheck
EOF
exit 1
