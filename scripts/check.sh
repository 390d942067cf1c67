#!/usr/bin/env bash
# check.sh: every test, against a private throw-away cluster.
#
#   C unit tests      pure code, with sanitizers              scripts/unit.sh
#   warnings          gcc and clang, -Wall -Wextra -Werror
#   pg_regress, isolation, TAP                                make installcheck
#   pgTAP             contracts read from the catalogs        test/pgtap
#
# The last line is "N passed, N failed"; any failure fails the command and
# shows what differs.
set -uo pipefail
# shellcheck source=scripts/cluster.sh
. "$(dirname "$0")/cluster.sh"

passed=0 failed=0

# count NAME LOG STATUS: add up the results in a log: TAP lines, and the lines of
# pg_regress before 16; a command that failed without a failed test counts as one
count() {
	local name=$1 log=$2 status=$3 ok bad
	ok=$(grep -cE '^ok [0-9]+|^test .* \.\.\. +ok|^ +[a-z_0-9]+ +\.\.\. ok' "$log")
	bad=$(grep -cE '^not ok [0-9]+|^test .* \.\.\. +FAILED|^ +[a-z_0-9]+ +\.\.\. FAILED' "$log")
	if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
	if [ "$ok" = 0 ] && [ "$bad" = 0 ]; then bad=1; echo "$name ran no test" >>"$log"; fi
	passed=$((passed + ok)) failed=$((failed + bad))
	printf '    %-12s %4d passed, %d failed\n' "$name" "$ok" "$bad"
	if [ "$bad" != 0 ]; then
		echo "---- $log"
		grep -vE '^ok [0-9]+' "$log" | tail -150
		echo "----"
	fi
}

step "packages"
SYSTEM_PG_CONFIG=$("$TOP/scripts/deps.sh" check | tail -1) && [ -n "$SYSTEM_PG_CONFIG" ] || exit 1
export PG_CONFIG=$SYSTEM_PG_CONFIG
run_dir check
trap 'stop' EXIT

step "build with $("$SYSTEM_PG_CONFIG" --version), install into a private copy"
build
mkdir -p "$RUN/log"; [ -z "$RUN_AS" ] || chown "$RUN_AS" "$RUN/log"
LOG=$RUN/log

step "compiler warnings"
: >"$LOG/warnings.log"
status=0 n=0
for cc in gcc clang clang-14 clang-19 clang-21; do
	command -v $cc >/dev/null || continue
	n=$((n + 1))
	# server headers compare signed with unsigned and leave arguments unused
	if (cd "$TOP" && find src -name '*.c' -print0 | xargs -0 -n 8 -P 2 $cc -fsyntax-only -std=gnu99 \
		-Wall -Wextra -Werror -Wdeclaration-after-statement -Wmissing-prototypes \
		-Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
		-Isrc -isystem "$("$SYSTEM_PG_CONFIG" --includedir-server)" -D_GNU_SOURCE) >>"$LOG/warnings.log" 2>&1
	then echo "ok $n - $cc" >>"$LOG/warnings.log"
	else echo "not ok $n - $cc" >>"$LOG/warnings.log"; status=1
	fi
	case $cc in clang*) break ;; esac
done
count warnings "$LOG/warnings.log" $status

step "C unit tests"
as_user env UNIT_DIR="$RUN/unit" "$RUN/stage/scripts/unit.sh" >"$LOG/unit.log" 2>&1
count unit "$LOG/unit.log" $?

step "start a throw-away cluster"
start -c max_prepared_transactions=2 -c jit=off

# installcheck NAME VARIABLES: one part of make installcheck, as a developer runs it
installcheck() {
	local name=$1 status
	shift
	step "$name"
	(cd "$RUN/stage" && as_user env PG_REGRESS_DIFF_OPTS=-u make -s installcheck \
		PG_CONFIG="$PRIVATE_BIN/pg_config" PROVE='prove -v' "$@") >"$LOG/$name.log" 2>&1
	status=$?
	count "$name" "$LOG/$name.log" $status
	[ $status = 0 ] || cat "$RUN"/stage/{,output_iso/}regression.diffs 2>/dev/null
	rm -f "$RUN"/stage/{,output_iso/}regression.diffs
}
installcheck pg_regress ISOLATION= TAP_TESTS=
installcheck isolation REGRESS= TAP_TESTS=
installcheck TAP REGRESS= ISOLATION=

step "pgTAP"
{
	run_psql -qc 'CREATE DATABASE pgtap' && run_psql -qd pgtap -c 'CREATE EXTENSION pgtap; CREATE EXTENSION nps_ext' &&
		as_user env PGDATABASE=pgtap pg_prove -v --psql-bin "$PRIVATE_BIN/psql" "$RUN"/stage/test/pgtap/*.sql
} >"$LOG/pgtap.log" 2>&1
count pgtap "$LOG/pgtap.log" $?

stop
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
