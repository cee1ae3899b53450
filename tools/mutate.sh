#!/usr/bin/env bash
# Changes the core at one place after another and looks whether the tests notice: mutate.sh FOLDER TESTS..., such as mutate.sh Messages Messages Limpets/Wire.
# FOLDER is one of src/Limpet.Core; TESTS are folders of tests/Limpet.Core.Tests, which must compile without the others. All in a copy of what is committed, in
# out/mutate, where the report is left.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 2 ] || { echo "mutate.sh FOLDER TESTS...: see docs/testing.md" >&2; exit 2; }
folder=$1
shift

rm -rf out/mutate
git clone --quiet . out/mutate
cd out/mutate/tests/Limpet.Core.Tests
mkdir ../kept
for tests in "$@" Vectors Limpet.Core.Tests.csproj; do
  mkdir -p "../kept/$(dirname "$tests")"
  mv "$tests" "../kept/$tests"
done
find . -mindepth 1 -delete
mv ../kept/* .

cat > stryker-config.json <<CONFIG
{
  "stryker-config": {
    "project": "Limpet.Core.csproj",
    "test-runner": "mtp",
    "mutate": ["$folder/**/*.cs"],
    "reporters": ["json", "html", "cleartext"],
    "concurrency": 1,
    "coverage-analysis": "perTest"
  }
}
CONFIG
dotnet tool restore
dotnet stryker -f stryker-config.json
