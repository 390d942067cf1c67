#!/usr/bin/env bash
# simulate.sh [PANELS]: size and power of the lag statistics; see bench/lag_simulation.sql.
set -euo pipefail
panels=${1:-${PANELS:-600}}
# shellcheck source=scripts/cluster.sh
. "$(dirname "$0")/cluster.sh"

step "packages"
SYSTEM_PG_CONFIG=$("$TOP/scripts/deps.sh" demo | tail -1)
[ -n "$SYSTEM_PG_CONFIG" ] || exit 1
run_dir simulate
trap 'stop' EXIT
step "build with $("$SYSTEM_PG_CONFIG" --version)"
build
step "start a throw-away cluster"
start -c autovacuum=off
run_psql -q -c 'CREATE DATABASE simulation'
export PGDATABASE=simulation
step "$panels panels of each design: minutes"
run_psql -q -v panels="$panels" -c 'CREATE EXTENSION nps_ext' -f "$RUN/stage/bench/lag_simulation.sql"
