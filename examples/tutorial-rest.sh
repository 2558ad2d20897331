#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The AWS KMS tutorial over REST: a key, an alias, a data key that encrypts a text, and what is left when the key is to be deleted.
# Checks itself, and ends with "ok". Needs curl and openssl. SEALKEEP_URL says where Sealkeep is, http://127.0.0.1:8080 where unset.
set -euo pipefail
umask 077

url=${SEALKEEP_URL:-http://127.0.0.1:8080}
alias_name=demo-lab-cmk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

say() { printf '\n== %s\n' "$*"; }
die() { printf 'tutorial-rest.sh: %s\n' "$*" >&2; exit 1; }

# call METHOD PATH [JSON]: sends a request; the answer is in $work/answer, its status in $status.
call() {
    if [ $# -gt 2 ]; then
        status=$(printf '%s' "$3" | curl -sS -o "$work/answer" -w '%{http_code}' -X "$1" \
            -H 'Content-Type: application/json' --data-binary @- "$url$2")
    else
        status=$(curl -sS -o "$work/answer" -w '%{http_code}' -X "$1" "$url$2")
    fi
}

# expect STATUS: stops unless that was the answer's status.
expect() {
    [ "$status" = "$1" ] || die "expected status $1, got $status: $(cat "$work/answer")"
}

# member NAME: prints a text member of the answer.
member() {
    sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' "$work/answer"
}

# password: prints the data key as one line. openssl reads a password up to the first line end, and random bytes may hold one.
password() { openssl base64 -A -in "$work/data-key"; }

say "Create a key"
call POST /v1/keys '{"description": "Demo lab key"}'
expect 201
key_id=$(member keyId)
echo "$key_id"

say "Create the alias alias/$alias_name"
call PUT "/v1/aliases/$alias_name" "{\"targetKeyId\": \"$key_id\"}"
case $status in
201) ;;
200) echo "(it existed, and points to the new key now)" ;;
*) expect 201 ;;
esac

say "Generate a data key through the alias"
call POST /v1/data-keys "{\"keyId\": \"alias/$alias_name\", \"keySpec\": \"AES_256\"}"
expect 200
member plaintext | openssl base64 -d -A > "$work/data-key"
member ciphertextBlob | openssl base64 -d -A > "$work/data-key.encrypted"
rm "$work/answer"
[ "$(wc -c < "$work/data-key")" -eq 32 ] || die "the data key is not 32 bytes long"

say "Encrypt a text with the data key, then delete the data key"
echo "The quick brown fox keeps a secret." > "$work/secret.txt"
password | openssl enc -aes-256-cbc -pbkdf2 -pass stdin -in "$work/secret.txt" -out "$work/secret.enc"
rm "$work/data-key"

say "Decrypt the data key; its ciphertext says which key it needs"
call POST /v1/decrypt "{\"ciphertextBlob\": \"$(openssl base64 -A -in "$work/data-key.encrypted")\"}"
expect 200
member plaintext | openssl base64 -d -A > "$work/data-key"
rm "$work/answer"

say "Decrypt the text and compare"
password | openssl enc -d -aes-256-cbc -pbkdf2 -pass stdin -in "$work/secret.enc" -out "$work/secret.out"
rm "$work/data-key"
cmp "$work/secret.txt" "$work/secret.out" || die "the text came back changed"
cat "$work/secret.out"

say "Delete the alias"
call DELETE "/v1/aliases/$alias_name"
expect 204

say "Schedule the key's deletion in 7 days"
call DELETE "/v1/keys/$key_id?pendingWindowInDays=7"
expect 202
echo "deleted on $(member deletionDate)"

say "Decrypting the data key is refused now"
call POST /v1/decrypt "{\"ciphertextBlob\": \"$(openssl base64 -A -in "$work/data-key.encrypted")\"}"
expect 409
[ "$(member code)" = KMSInvalidStateException ] || die "expected KMSInvalidStateException, got $(cat "$work/answer")"
member detail

say ok
