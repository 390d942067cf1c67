#!/usr/bin/env bash
# fuzz.sh [SECONDS]: feed the tagger's pure code with what libFuzzer makes up
# (60 seconds unless said otherwise), from the seeds in test/fuzz/seeds.
#
# What it learns stays in build/fuzz/corpus, and a finding in build/fuzz/: run
# it again with build/fuzz/fuzz_tag FILE.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-60}
out=${FUZZ_DIR:-$top/build/fuzz}
"$top/scripts/deps.sh" fuzz >/dev/null
mkdir -p "$out/corpus"
clang -std=gnu99 -O1 -g -Wall -Wextra -Werror -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	-I"$top/src" -I"$top/test/unit" -o "$out/fuzz_tag" "$top/test/fuzz/fuzz_tag.c" \
	"$top"/src/tag/{fold,literal,pattern,automaton,word_index,word_memo,frame,scan,hits,grammar,match}.c
cd "$out"
# shellcheck disable=SC2086
exec ./fuzz_tag -max_total_time="$seconds" -max_len=4000 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 ${FUZZ_OPTIONS:-} \
	corpus "$top/test/fuzz/seeds"
