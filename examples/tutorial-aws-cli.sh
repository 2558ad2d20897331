#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The AWS KMS tutorial with the AWS CLI, as it runs against AWS itself, but for the endpoint. Checks itself, and ends with "ok".
# Needs the AWS CLI and openssl. SEALKEEP_URL says where Sealkeep is, http://127.0.0.1:8080 where unset.
set -euo pipefail
umask 077

url=${SEALKEEP_URL:-http://127.0.0.1:8080}
alias_name=alias/demo-lab-cmk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Nobody is authenticated on loopback, but the CLI signs with something. Credentials that are set already are kept.
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-any}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-any}"
export AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}" AWS_PAGER=""

say() { printf '\n== %s\n' "$*"; }
die() { printf 'tutorial-aws-cli.sh: %s\n' "$*" >&2; exit 1; }
kms() { aws kms "$@" --endpoint-url "$url"; }

# The data key as one line: openssl reads a password up to the first line end, and random bytes may hold one.
password() { openssl base64 -A -in "$work/data-key"; }

say "Create a key"
key_id=$(kms create-key --description "Demo lab key" --query KeyMetadata.KeyId --output text)
echo "$key_id"

say "Create the alias $alias_name"
if ! kms create-alias --alias-name "$alias_name" --target-key-id "$key_id" 2> "$work/error"; then
    grep -q AlreadyExistsException "$work/error" || die "$(cat "$work/error")"
    kms update-alias --alias-name "$alias_name" --target-key-id "$key_id"
    echo "(it existed, and points to the new key now)"
fi

say "Generate a data key through the alias"
kms generate-data-key --key-id "$alias_name" --key-spec AES_256 \
    --query '[Plaintext,CiphertextBlob]' --output text > "$work/answer"
cut -f 1 "$work/answer" | openssl base64 -d -A > "$work/data-key"
cut -f 2 "$work/answer" | openssl base64 -d -A > "$work/data-key.encrypted"
rm "$work/answer"
[ "$(wc -c < "$work/data-key")" -eq 32 ] || die "the data key is not 32 bytes long"

say "Encrypt a text with the data key, then delete the data key"
echo "The quick brown fox keeps a secret." > "$work/secret.txt"
password | openssl enc -aes-256-cbc -pbkdf2 -pass stdin -in "$work/secret.txt" -out "$work/secret.enc"
rm "$work/data-key"

say "Decrypt the data key; its ciphertext says which key it needs"
kms decrypt --ciphertext-blob "fileb://$work/data-key.encrypted" --query Plaintext --output text |
    openssl base64 -d -A > "$work/data-key"

say "Decrypt the text and compare"
password | openssl enc -d -aes-256-cbc -pbkdf2 -pass stdin -in "$work/secret.enc" -out "$work/secret.out"
rm "$work/data-key"
cmp "$work/secret.txt" "$work/secret.out" || die "the text came back changed"
cat "$work/secret.out"

say "Delete the alias"
kms delete-alias --alias-name "$alias_name"

say "Schedule the key's deletion in 7 days"
kms schedule-key-deletion --key-id "$key_id" --pending-window-in-days 7 --query DeletionDate --output text

say "Decrypting the data key is refused now"
if kms decrypt --ciphertext-blob "fileb://$work/data-key.encrypted" --query KeyId --output text 2> "$work/error"; then
    die "a key that is pending deletion decrypted"
fi
grep KMSInvalidStateException "$work/error" || die "expected KMSInvalidStateException, got: $(cat "$work/error")"

say ok
