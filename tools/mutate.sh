#!/usr/bin/env bash
# Changes the core at one place after another and looks whether the tests notice: mutate.sh WHERE TESTS..., such as mutate.sh Messages Messages Limpets/Wire.
# WHERE is a folder of src/Limpet.Core, or a pattern of files ('Bus/*.cs' is Bus without its folders). TESTS are folders and files of tests/Limpet.Core.Tests, which
# must compile without the others; one with a - before it is left out again. AT_ONCE mutants are tried at a time, as many as there are
# processors unless told: where tests wait more than they work, twice as many are quicker. All in a copy of what is committed, in out/mutate/WHERE, where the report is left.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "mutate.sh WHERE TESTS...: see docs/testing.md" >&2; exit 2; }
where=$1
shift
case $where in
  *.cs) files=$where ;;
  *) files="$where/**/*.cs" ;;
esac

copy=out/mutate/$(tr -c 'A-Za-z0-9\n' - <<< "${where%.cs}")
rm -rf "$copy"
mkdir -p out/mutate
git clone --quiet . "$copy"
cd "$copy/tests/Limpet.Core.Tests"
for tests in "$@"; do
  [[ $tests != -* ]] || rm -r "${tests#-}"
done
mkdir ../kept
for tests in "$@" Vectors Limpet.Core.Tests.csproj; do
  [[ $tests != -* ]] || continue
  mkdir -p "../kept/$(dirname "$tests")"
  mv "$tests" "../kept/$tests"
done
find . -mindepth 1 -delete
mv ../kept/* .

# Who waits here in vain gives up sooner, so that a test which fails says so before it is taken for an endless loop.
grep -rl --include=*.cs 'FromSeconds(30)' . | xargs -r sed -i 's/FromSeconds(30)/FromSeconds(8)/g'

cat > stryker-config.json <<CONFIG
{
  "stryker-config": {
    "project": "Limpet.Core.csproj",
    "test-runner": "mtp",
    "mutate": ["$files"],
    "reporters": ["json", "html", "cleartext", "dots"],
    "concurrency": ${AT_ONCE:-$(nproc)},
    "additional-timeout": 30000,
    "coverage-analysis": "perTest"
  }
}
CONFIG
dotnet tool restore
dotnet stryker -f stryker-config.json
