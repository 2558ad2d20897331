#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Asks any endpoint that speaks the AWS KMS protocol what it does of the API, and prints a table: docs/conformance.md says how to read
# it. Needs Maven and a JDK 25. It makes hundreds of keys there and schedules their deletion at the end: against AWS that costs money.
#
#   examples/conformance.sh http://127.0.0.1:8080 > result.md
#   examples/conformance.sh --help
set -euo pipefail

[[ " $* " == *" --help "* ]] && set -- # without an address it says how to give one
cd "$(dirname "$0")/.."

# The newest java may not be the default one: as the build does, take a JDK 25 among those installed.
java=
for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java || true)")")")" /usr/lib/jvm/*; do
    if grep -qs '^JAVA_VERSION="25' "$home/release"; then
        java=$home/bin/java
        break
    fi
done
if [[ -z $java ]]; then
    echo "conformance.sh needs a JDK 25: set JAVA_HOME to one." >&2
    exit 2
fi

echo "Compiling the contracts" >&2
mvn -B -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/conformance.classpath >&2
exec "$java" --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(cat target/conformance.classpath)" \
    io.sealkeep.conformance.Conformance "$@"
