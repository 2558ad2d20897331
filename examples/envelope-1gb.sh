#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Encrypts a stream of 1 GB and decrypts it again, without a file in between: what comes out must be what went in. Checks itself, and
# ends with "ok". Needs curl, openssl and sha256sum. SEALKEEP_URL says where Sealkeep is, http://127.0.0.1:8080 where unset.
#
# Usage: examples/envelope-1gb.sh [PID]
#   PID    the process id of Sealkeep on this machine: prints its peak memory. Start it with a small heap to see that the stream's
#          size does not matter: java -Xmx128m -jar target/sealkeep-*.jar
# SIZE_MB says how many megabytes (of 10^6 bytes) to stream, 1000 where unset.
set -euo pipefail

url=${SEALKEEP_URL:-http://127.0.0.1:8080}
size=$((${SIZE_MB:-1000} * 1000000))
pid=${1:-}

die() { printf 'envelope-1gb.sh: %s\n' "$*" >&2; exit 1; }

# data: prints bytes that look random and are the same every time. head ends the pipe early, which is no failure.
data() {
    { openssl enc -aes-128-ctr -nosalt -K 00112233445566778899aabbccddeeff -iv 00000000000000000000000000000000 \
        -in /dev/zero 2> /dev/null || true; } | head -c "$size"
}

# post PATH: streams standard input to the service and its answer to standard output. curl fails where the answer is not whole.
post() {
    curl -sS --fail-with-body -X POST -T - -H 'Content-Type: application/octet-stream' "$url/v1/envelope/$1"
}

# seconds: the time, in thousandths.
now() { date +%s%3N; }

key_id=$(curl -sS --fail-with-body -X POST -H 'Content-Type: application/json' -d '{"description": "envelope-1gb"}' "$url/v1/keys" |
    sed -n 's/.*"keyId" *: *"\([^"]*\)".*/\1/p')
[ -n "$key_id" ] || die "no key: is Sealkeep at $url?"

echo "== $size bytes through encrypt, and what comes out of it through decrypt"
start=$(now)
came_out=$(data | post "encrypt?keyId=$key_id&context.example=1gb" | post "decrypt?context.example=1gb" | sha256sum)
elapsed=$(($(now) - start))
went_in=$(data | sha256sum)
echo "SHA-256 in   ${went_in%% *}"
echo "SHA-256 out  ${came_out%% *}"
echo "$((size / 1000 / (elapsed + 1))) MB/s through both, in $((elapsed / 1000)).$(printf %03d $((elapsed % 1000))) s"
if [ -n "$pid" ]; then
    echo "peak resident memory of process $pid: $(awk '/^VmHWM/ {printf "%d MB", $2 / 1000}' "/proc/$pid/status")"
fi
curl -sS -o /dev/null -X DELETE "$url/v1/keys/$key_id?pendingWindowInDays=7"
[ "$went_in" = "$came_out" ] || die "what came out is not what went in"
echo ok
