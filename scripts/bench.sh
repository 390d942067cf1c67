#!/usr/bin/env bash
# bench.sh: nps_ext against what one would write otherwise; see bench/bench.sql.
#
# BENCH_ROWS (5000000), BENCH_COMMENTS (100000) and BENCH_ROUNDS (7) set the size.
set -euo pipefail
# shellcheck source=scripts/cluster.sh
. "$(dirname "$0")/cluster.sh"

step "packages"
SYSTEM_PG_CONFIG=$("$TOP/scripts/deps.sh" demo | tail -1)
[ -n "$SYSTEM_PG_CONFIG" ] || exit 1
run_dir bench
trap 'stop' EXIT
step "build with $("$SYSTEM_PG_CONFIG" --version)"
build
step "start a throw-away cluster"
start -c shared_buffers=1GB -c max_wal_size=4GB -c autovacuum=off -c max_parallel_workers=2
run_psql -q -c 'CREATE DATABASE bench'
export PGDATABASE=bench NPS_COMMENTS="$RUN/stage/code_frame/comments.tsv"
step "load and measure: some minutes"
run_psql -q -o /dev/null -c 'CREATE EXTENSION nps_ext' -f "$RUN/stage/demo/sample.sql"
run_psql -v rows="${BENCH_ROWS:-5000000}" -v comments="${BENCH_COMMENTS:-100000}" -v rounds="${BENCH_ROUNDS:-7}" \
	-f "$RUN/stage/bench/bench.sql"
