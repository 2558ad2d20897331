#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Asks any endpoint that speaks the AWS KMS protocol what it does of the API, and prints a table: docs/conformance.md says how to read
# it. Needs Maven and a JDK 25. It makes hundreds of keys there and schedules their deletion at the end: against AWS that costs money.
#
#   examples/conformance.sh http://127.0.0.1:8080 > result.md
#
#   --with sm2   ask for SM2 keys too, which AWS has in its China Regions alone
#   --keep-keys  do not schedule the deletion of the keys that the run makes
#   --strict     exit with 1 if any test fails
#
# AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN say what to sign with; us-east-1, test, test and none
# where they are not set.
set -euo pipefail

if [[ $# == 0 || $1 == --help ]]; then
    sed -n '/^# Asks/,/^set/s/^# \{0,1\}//p' "$0"
    exit 2
fi
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
