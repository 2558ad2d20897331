// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Every REST request leaves the records of what it did to KMS, or one of its own, under the id that its answer carries. */
@ServiceTest
class RestRecordsTest {

    /** Which key the tables call what. */
    private static final Map<String, String> KINDS = Map.of(
            "<external>", "\"origin\": \"EXTERNAL\"",
            "<multi>", "\"multiRegion\": true",
            "<sign>", "\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"",
            "<mac>", "\"keySpec\": \"HMAC_256\", \"keyUsage\": \"GENERATE_VERIFY_MAC\"",
            "<agree>", "\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"KEY_AGREEMENT\"",
            "<encap>", "\"keySpec\": \"ML_KEM_512\", \"keyUsage\": \"ENCAPSULATE_DECAPSULATE\"");

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;
    private String name;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        name = Rest.newName();
        keyId = rest.newKey(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /v1/keys                    | {}                                        | CreateKey
            POST   | /v1/keys                    | {"aliasName": "alias/NEW"}                | CreateAlias, CreateKey
            POST   | /v1/keys                    | {"aliasName": "alias/NAME"}               | CreateAlias AlreadyExistsException, CreateKey
            GET    | /v1/keys?limit=1            |                                           | ListKeys
            GET    | /v1/keys?limit=1&include=metadata |                                     | DescribeKey, ListKeys
            GET    | /v1/keys/KEY                |                                           | DescribeKey
            PATCH  | /v1/keys/KEY                | {"description": "x"}                      | UpdateKeyDescription
            POST   | /v1/keys/KEY/disable        |                                           | DisableKey
            POST   | /v1/keys/KEY/enable         |                                           | EnableKey
            DELETE | /v1/keys/KEY                |                                           | ScheduleKeyDeletion
            POST   | /v1/keys/KEY/cancel-deletion |                                          | CancelKeyDeletion KMSInvalidStateException
            GET    | /v1/keys/KEY/rotation       |                                           | GetKeyRotationStatus
            PUT    | /v1/keys/KEY/rotation       | {}                                        | EnableKeyRotation
            DELETE | /v1/keys/KEY/rotation       |                                           | DisableKeyRotation
            GET    | /v1/keys/KEY/rotations      |                                           | ListKeyRotations
            POST   | /v1/keys/KEY/rotations      |                                           | RotateKeyOnDemand
            GET    | /v1/keys/KEY/policy         |                                           | GetKeyPolicy
            PUT    | /v1/keys/KEY/policy         | {"policy": "x"}                           | PutKeyPolicy MalformedPolicyDocumentException
            GET    | /v1/keys/KEY/tags           |                                           | ListResourceTags
            PUT    | /v1/keys/KEY/tags           | {"tags": [{"tagKey": "a", "tagValue": ""}]} | TagResource
            DELETE | /v1/keys/KEY/tags?tagKeys=a |                                           | UntagResource
            GET    | /v1/keys/KEY/last-usage     |                                           | GetKeyLastUsage
            GET    | /v1/keys/KEY/public-key     |                                           | GetPublicKey UnsupportedOperationException
            GET    | /v1/keys/<sign>/public-key    |                                           | GetPublicKey
            POST   | /v1/keys/<external>/import-parameters | {"wrappingAlgorithm": "RSAES_OAEP_SHA_256", "wrappingKeySpec": "RSA_2048"} | GetParametersForImport
            PUT    | /v1/keys/<external>/material  | {"importToken": "aGk=", "encryptedKeyMaterial": "aGk="} | ImportKeyMaterial ValidationException
            PUT    | /v1/keys/<external>/material  | {"validTo": 5}                            | RestRequest SerializationException
            DELETE | /v1/keys/<external>/material  |                                           | DeleteImportedKeyMaterial
            POST   | /v1/keys/<multi>/replicas     | {"replicaRegion": "eu-west-1"}            | CreateKey, ReplicateKey
            POST   | /v1/keys/KEY/replicas       | {"replicaRegion": "eu-west-1"}            | ReplicateKey UnsupportedOperationException
            POST   | /v1/keys/<multi>/update-primary-region | {"primaryRegion": "eu-west-1"}   | UpdatePrimaryRegion NotFoundException
            POST   | /v1/keys/KEY/grants         | {"granteePrincipal": "arn:aws:iam::000000000000:root", "operations": ["Encrypt"]} | CreateGrant
            GET    | /v1/keys/KEY/grants         |                                           | ListGrants
            GET    | /v1/retirable-grants?retiringPrincipal=arn:aws:iam::000000000000:root |   | ListRetirableGrants
            POST   | /v1/retire-grant            | {}                                        | RetireGrant ValidationException
            DELETE | /v1/keys/KEY/grants/x       |                                           | RevokeGrant InvalidGrantIdException
            GET    | /v1/aliases                 |                                           | ListAliases
            GET    | /v1/aliases/NAME            |                                           | ListAliases, DescribeKey
            GET    | /v1/aliases/NEW             |                                           | DescribeKey NotFoundException
            PUT    | /v1/aliases/NEW             | {"targetKeyId": "KEY"}                    | CreateAlias
            PUT    | /v1/aliases/NAME            | {"targetKeyId": "KEY"}                    | UpdateAlias, CreateAlias AlreadyExistsException
            DELETE | /v1/aliases/NAME            |                                           | DeleteAlias
            POST   | /v1/encrypt                 | {"keyId": "KEY", "plaintext": "aGk="}     | Encrypt
            POST   | /v1/encrypt                 | {"keyId": "KEY"}                          | Encrypt ValidationException
            POST   | /v1/decrypt                 | {"ciphertextBlob": "aGk="}                | Decrypt InvalidCiphertextException
            POST   | /v1/re-encrypt              | {"ciphertextBlob": "aGk=", "destinationKeyId": "KEY"} | ReEncrypt InvalidCiphertextException
            POST   | /v1/data-keys               | {"keyId": "KEY", "keySpec": "AES_256"}    | GenerateDataKey
            POST   | /v1/data-keys               | {"keyId": "KEY", "keySpec": "AES_256", "withPlaintext": false} | GenerateDataKeyWithoutPlaintext
            POST   | /v1/data-key-pairs          | {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256"} | GenerateDataKeyPair
            POST   | /v1/data-key-pairs          | {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256", "withPlaintext": false} | GenerateDataKeyPairWithoutPlaintext
            POST   | /v1/sign                    | {"keyId": "<sign>", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"} | Sign
            POST   | /v1/sign                    | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"} | Sign InvalidKeyUsageException
            POST   | /v1/verify                  | {"keyId": "<sign>", "message": "aGk=", "signature": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"} | Verify KMSInvalidSignatureException
            POST   | /v1/mac                     | {"keyId": "<mac>", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256"} | GenerateMac
            POST   | /v1/verify-mac              | {"keyId": "<mac>", "message": "aGk=", "mac": "aGk=", "macAlgorithm": "HMAC_SHA_256"} | VerifyMac KMSInvalidMacException
            POST   | /v1/derive-shared-secret    | {"keyId": "<agree>", "publicKey": "aGk=", "keyAgreementAlgorithm": "ECDH"} | DeriveSharedSecret ValidationException
            POST   | /v1/encapsulate             | {"keyId": "<encap>", "encapsulationAlgorithm": "ML_KEM"} | Encapsulate
            POST   | /v1/decapsulate             | {"keyId": "<encap>", "sharedSecretCiphertextBlob": "aGk=", "encapsulationAlgorithm": "ML_KEM"} | Decapsulate InvalidCiphertextException
            POST   | /v1/batch/encrypt           | {"items": [{"keyId": "KEY", "plaintext": "aGk="}, {"keyId": "KEY"}, {"keyId": 1}]} | Encrypt ValidationException, Encrypt
            POST   | /v1/batch/decrypt           | {"items": [{"ciphertextBlob": "aGk="}, {"ciphertextBlob": "aGk="}]} | Decrypt InvalidCiphertextException, Decrypt InvalidCiphertextException
            POST   | /v1/batch/re-encrypt        | {"items": [{"ciphertextBlob": "aGk=", "destinationKeyId": "KEY"}]} | ReEncrypt InvalidCiphertextException
            POST   | /v1/batch/encrypt           | {"items": [{"keyId": 1}, null]}           | RestRequest SerializationException
            POST   | /v1/batch/encrypt           | {"items": []}                             | RestRequest ValidationException
            POST   | /v1/random                  | {"numberOfBytes": 1}                      | GenerateRandom
            POST   | /v1/encrypt                 | {"keyID": "KEY"}                          | RestRequest SerializationException
            POST   | /v1/encrypt                 | {                                         | RestRequest SerializationException
            GET    | /v1/keys/alias              |                                           | RestRequest ValidationException
            GET    | /v1/keys?include=all        |                                           | RestRequest ValidationException
            GET    | /v1/nothing                 |                                           | RestRequest UnknownOperationException
            DELETE | /v1/keys                    |                                           | RestRequest UnknownOperationException
            PUT    | /v1/aliases/../../NEW       | {"targetKeyId": "KEY"}                    | RestRequest ValidationException
            PUT    | /v1/aliases/%2E%2e/NEW      | {"targetKeyId": "KEY"}                    | RestRequest ValidationException
            """)
    void request_whateverBecomesOfIt_isRecordedUnderItsId(String method, String path, String body, String expected) {
        Answer answer = rest.call(method, filled(path), body == null ? null : filled(body));

        JsonNode events = rest.get("/v1/audit/events?requestId=" + answer.header("x-amzn-RequestId"))
                .body()
                .path("events");

        List<String> recorded = new ArrayList<>();
        events.forEach(event -> recorded.add((event.path("eventName").asString() + " "
                        + event.path("errorCode").asString(""))
                .strip()));
        assertThat(String.join(", ", recorded)).as(answer.text()).isEqualTo(expected);
        assertThat(events).noneMatch(event -> event.toString().contains("aGk="));
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (filled.contains(kind.getKey())) {
                filled = filled.replace(kind.getKey(), rest.newKeyOf(kind.getValue()));
            }
        }
        return filled.replace("KEY", keyId).replace("NAME", name).replace("NEW", Rest.newName());
    }
}
