#!/usr/bin/env bash
# Searches a parser for what it does not survive, guided by coverage: fuzz.sh [TARGET,...|all [SECONDS]]. Needs AFL++ (apt-get install afl++).
# What was found stays in out/fuzz/TARGET; what fails is in its default/crashes and default/hangs, and 'Limpet.Fuzz check TARGET FILE' says how.
# New inputs that go where none went before are put into corpus/TARGET (at most FUZZ_KEEP of them, 20 unless told otherwise), to be looked at and committed.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
out=$root/out/fuzz
seconds=${2:-600}
command -v afl-fuzz > /dev/null || { echo "fuzz.sh: afl-fuzz is not there; apt-get install afl++" >&2; exit 2; }

# The core that is searched counts where it goes; the one that instruments it does not.
dotnet build -c Release --nologo -v quiet -clp:ErrorsOnly
plain=bin/Release/net10.0
rm -rf "$out/bin" && mkdir -p "$out/bin"
cp -r "$plain/." "$out/bin/"
dotnet "$plain/Limpet.Fuzz.dll" instrument "$out/bin/Limpet.Core.dll" > /dev/null

# A search that is ended leaves its sockets where they are.
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_CRASH_EXITCODE=1
export DOTNET_TieredPGO=0 DOTNET_gcServer=0
failed=0
shopt -s nullglob
for target in $(if [ "${1:-all}" = all ]; then dotnet "$plain/Limpet.Fuzz.dll" list; else echo "${1//,/ }"; fi); do
  rm -rf "${out:?}/$target" && mkdir -p "$out/$target/in"
  cp "corpus/$target/"* "$out/$target/in/"
  find "$out/$target/in" -empty -delete
  AFL_AUTORESUME=0 nice -n 19 afl-fuzz -i "$out/$target/in" -o "$out/$target" -m none -t 5000 -G 16384 -V "$seconds" -- dotnet "$out/bin/Limpet.Fuzz.dll" run "$target" > "$out/$target/log" 2>&1 || { tail -20 "$out/$target/log" >&2; failed=1; continue; }
  stat=$out/$target/default/fuzzer_stats
  value() { awk -F' *: *' -v key="$1" '$1 == key { print $2 }' "$stat"; }
  echo "$target: $(value run_time) s, $(value execs_done) executions, $(value corpus_count) inputs, $(value edges_found) places, $(value saved_crashes) crashes, $(value saved_hangs) hangs"
  dotnet "$out/bin/Limpet.Fuzz.dll" reduce "$target" "$out/$target/default/queue" "corpus/$target" "${FUZZ_KEEP:-20}" || failed=1
  found=("$out/$target"/default/crashes/id* "$out/$target"/default/hangs/id*)
  [ "${#found[@]}" -eq 0 ] || { failed=1; dotnet "$plain/Limpet.Fuzz.dll" check "$target" "${found[@]}" || true; }
done
exit "$failed"
