#!/usr/bin/env bash
# Uses a Sealkeep that listens on a loopback port as its users do, and fails if anything is not as they would expect.
set -euo pipefail
port=${1:-8080}
at=http://127.0.0.1:$port
json='Content-Type: application/json'
plaintext=$(printf 'smoke %s' "$RANDOM" | base64)

call() {
  curl --silent --show-error --fail-with-body --max-time 20 "$@"
}

call "$at/readyz"
key=$(call -X POST "$at/v1/keys" -H "$json" -d '{"description":"smoke"}' | jq -er '.keyId // .keyMetadata.keyId')
blob=$(call -X POST "$at/v1/encrypt" -H "$json" \
  -d "{\"keyId\":\"$key\",\"plaintext\":\"$plaintext\",\"encryptionContext\":{\"a\":\"b\"}}" | jq -er .ciphertextBlob)

decrypted() {
  call -X POST "$at/v1/decrypt" -H "$json" -d "{\"ciphertextBlob\":\"$blob\",\"encryptionContext\":{\"a\":\"b\"}}" |
    jq -er .plaintext
}

[[ $(decrypted) == "$plaintext" ]]
call "$at/v1/audit/events?eventName=Decrypt&limit=1" | jq -e '.events | length == 1' > /dev/null

if [[ $port == 8080 ]]; then
  docker compose restart sealkeep
  docker compose up --detach --no-build --wait --wait-timeout 120
  [[ $(decrypted) == "$plaintext" ]]
  [[ $(docker compose exec sealkeep id -u) == 65532 ]]
fi
echo "Key $key encrypts and decrypts on $at."
