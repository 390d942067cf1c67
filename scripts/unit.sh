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
flags="-std=gnu99 -O1 -g -Wall -Wextra -Werror -Wdeclaration-after-statement $sanitize -I$top/src -I$top/test/unit"

# the pure code: all of it that is not the SQL side
objects=()
for source in "$top"/src/tag/{fold,literal,pattern,automaton,word_index,word_memo,frame,scan,hits,grammar,match}.c "$top"/src/stats/*.c; do
	case $source in *_sql.c) continue ;; esac
	objects+=("$out/$(basename "$source" .c).o")
	# shellcheck disable=SC2086
	$cc $flags -c -o "${objects[-1]}" "$source"
done

status=0
cd "$top"
for test in test/unit/test_*.c; do
	name=$(basename "$test" .c)
	echo "# $name"
	# shellcheck disable=SC2086
	$cc $flags -o "$out/$name" "$test" "${objects[@]}" -lm
	"$out/$name" || status=1
done
exit $status
