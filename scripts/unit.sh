#!/usr/bin/env bash
# unit.sh: compile and run the C unit tests of the pure code (no server needed),
# with the address and undefined-behaviour sanitizers where the compiler has them.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
out=${UNIT_DIR:-$top/build/unit}
cc=${CC:-cc}
mkdir -p "$out"
sanitize='-fsanitize=address,undefined -fno-sanitize-recover=undefined'
echo 'int main(void) { return 0; }' >"$out/probe.c"
# shellcheck disable=SC2086
$cc $sanitize -o "$out/probe" "$out/probe.c" 2>/dev/null && "$out/probe" || sanitize=''

status=0
for test in "$top"/test/unit/test_*.c; do
	name=$(basename "$test" .c)
	echo "# $name"
	# shellcheck disable=SC2086
	$cc -std=gnu99 -O1 -g -Wall -Wextra -Werror -Wdeclaration-after-statement $sanitize \
		-I"$top/src" -I"$top/test/unit" -o "$out/$name" "$test" \
		"$top"/src/tag/{fold,pattern,automaton}.c "$top"/src/stats/panel.c -lm
	"$out/$name" || status=1
done
exit $status
