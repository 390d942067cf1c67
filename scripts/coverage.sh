#!/usr/bin/env bash
# coverage.sh: how often intervals hold the true score, exactly; see bench/coverage.sql.
set -euo pipefail
# shellcheck source=scripts/cluster.sh
. "$(dirname "$0")/cluster.sh"

step "packages"
SYSTEM_PG_CONFIG=$("$TOP/scripts/deps.sh" demo | tail -1)
[ -n "$SYSTEM_PG_CONFIG" ] || exit 1
run_dir coverage
trap 'stop' EXIT
step "build with $("$SYSTEM_PG_CONFIG" --version)"
build
step "start a throw-away cluster"
start -c autovacuum=off
run_psql -q -c 'CREATE DATABASE coverage'
export PGDATABASE=coverage
step "enumerate: some seconds"
run_psql -q -c 'CREATE EXTENSION nps_ext' -f "$RUN/stage/bench/coverage.sql"
