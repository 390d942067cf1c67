#!/usr/bin/env bash
# demo.sh [stop|remove]: a throw-away cluster with nps_ext and a simulated sample, and a
# guided session of three answers.  Nothing outside build/ is touched.
set -euo pipefail
# shellcheck source=scripts/cluster.sh
. "$(dirname "$0")/cluster.sh"

if [ "${1:-}" = remove ]; then		# as `make clean` does
	run_dir demo
	stop
	rm -rf "$RUN" "$TOP/build/demo"
	exit 0
fi
if [ "${1:-}" = stop ]; then
	run_dir demo
	if [ -e "$RUN/data/postmaster.pid" ]; then
		stop
		echo "The demo cluster is stopped; remove $RUN to get rid of its files."
	else
		echo "No demo cluster is running."
	fi
	exit 0
fi

step "packages"
SYSTEM_PG_CONFIG=$("$TOP/scripts/deps.sh" demo | tail -1)
[ -n "$SYSTEM_PG_CONFIG" ] || exit 1
run_dir demo
step "build with $("$SYSTEM_PG_CONFIG" --version)"
build
step "start a throw-away cluster in $RUN"
start
step "CREATE EXTENSION, load the simulated sample (about 200,000 and 60,000 answers)"
run_psql -q -c 'CREATE DATABASE demo'
export PGDATABASE=demo
run_psql -q -c 'CREATE EXTENSION nps_ext' -f "$RUN/stage/demo/sample.sql"
step "three answers"
run_psql -q -e -v ON_ERROR_STOP=0 -f "$RUN/stage/demo/tour.sql" 2>&1 | sed 's/^psql:.*tour\.sql:[0-9]*: //'
cat <<EOF

==> The cluster is running.  Connect to it with

        psql -h $SOCKET -p 5432 -U postgres demo

    and stop it with

        make demo-stop

    The sources klant and medew are registered.  Running make demo again starts
    afresh: what you made in it goes.
EOF
