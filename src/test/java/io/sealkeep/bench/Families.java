// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One request of each family of operations, at {@link #CONNECTIONS} connections, each after a warm-up of its own; and what making
 * RSA_4096 keys costs those who meanwhile encrypt.
 */
final class Families {

    private static final int CONNECTIONS = 16;
    private static final String MESSAGE = "QUJD".repeat(12);

    private final Sealkeep sealkeep;
    private final int port;
    private final Duration duration;
    private int faults;

    Families(Sealkeep sealkeep, int port, Duration duration) {
        this.sealkeep = sealkeep;
        this.port = port;
        this.duration = duration;
    }

    /** A request that is repeated. */
    private record Request(String name, String operation, String body) {}

    /** Prints a row for each family and returns how many of them had requests that failed. */
    int run() {
        System.out.printf("%nEach family, %d connections        req/s    p50 ms    p99 ms%n", CONNECTIONS);
        for (Request request : requests()) {
            load(request, CONNECTIONS, duration);
            print(request.name(), load(request, CONNECTIONS, duration));
        }
        besideKeyGeneration();
        return faults;
    }

    private List<Request> requests() {
        String rsa = sealkeep.createKey("RSA_2048", "ENCRYPT_DECRYPT");
        String rsaSigner = sealkeep.createKey("RSA_2048", "SIGN_VERIFY");
        String ecc = sealkeep.createKey("ECC_NIST_P256", "SIGN_VERIFY");
        String oaep = "\"EncryptionAlgorithm\":\"RSAES_OAEP_SHA_256\"";
        String encrypt = body(rsa, oaep, "\"Plaintext\":\"" + MESSAGE + "\"");
        String ciphertext = made("Encrypt", encrypt, "CiphertextBlob");
        String sign = body(ecc, "\"SigningAlgorithm\":\"ECDSA_SHA_256\"", message());
        String agreement = sealkeep.createKey("ECC_NIST_P256", "KEY_AGREEMENT");
        String peer = made("GetPublicKey", body(agreement), "PublicKey");
        String kem = sealkeep.createKey("ML_KEM_768", "ENCAPSULATE_DECAPSULATE");
        String encapsulate = body(kem, "\"EncapsulationAlgorithm\":\"ML_KEM\"");
        String symmetric = sealkeep.createKey();
        return List.of(
                new Request("DescribeKey", "DescribeKey", body(symmetric)),
                new Request("GenerateRandom", "GenerateRandom", "{\"NumberOfBytes\":32}"),
                new Request("ReEncrypt", "ReEncrypt", reEncrypt(symmetric)),
                new Request("GenerateMac, HMAC_256", "GenerateMac", mac()),
                new Request("Encrypt, RSA_2048", "Encrypt", encrypt),
                new Request("Decrypt, RSA_2048", "Decrypt", body(rsa, oaep, member("CiphertextBlob", ciphertext))),
                new Request(
                        "Sign, RSA_2048",
                        "Sign",
                        body(rsaSigner, "\"SigningAlgorithm\":\"RSASSA_PSS_SHA_256\"", message())),
                new Request("Sign, ECC_NIST_P256", "Sign", sign),
                new Request(
                        "Verify, ECC_NIST_P256",
                        "Verify",
                        body(
                                ecc,
                                "\"SigningAlgorithm\":\"ECDSA_SHA_256\"",
                                message(),
                                member("Signature", made("Sign", sign, "Signature")))),
                new Request("Sign, Ed25519", "Sign", signature("ECC_NIST_EDWARDS25519", "ED25519_SHA_512")),
                new Request("Sign, ML_DSA_65", "Sign", signature("ML_DSA_65", "ML_DSA_SHAKE_256")),
                new Request(
                        "DeriveSharedSecret, P256",
                        "DeriveSharedSecret",
                        body(agreement, "\"KeyAgreementAlgorithm\":\"ECDH\"", member("PublicKey", peer))),
                new Request("Encapsulate, ML_KEM_768", "Encapsulate", encapsulate),
                new Request(
                        "Decapsulate, ML_KEM_768",
                        "Decapsulate",
                        body(
                                kem,
                                "\"EncapsulationAlgorithm\":\"ML_KEM\"",
                                member(
                                        "SharedSecretCiphertextBlob",
                                        made("Encapsulate", encapsulate, "SharedSecretCiphertextBlob")))),
                new Request("GetPublicKey, P256", "GetPublicKey", body(ecc)),
                new Request(
                        "GenerateDataKeyPair, P256",
                        "GenerateDataKeyPair",
                        body(symmetric, "\"KeyPairSpec\":\"ECC_NIST_P256\"")),
                new Request("CreateKey, symmetric", "CreateKey", "{}"));
    }

    private String reEncrypt(String keyId) {
        String ciphertext = made("Encrypt", body(keyId, "\"Plaintext\":\"" + MESSAGE + "\""), "CiphertextBlob");
        return "{" + member("CiphertextBlob", ciphertext) + ",\"DestinationKeyId\":\"" + keyId + "\"}";
    }

    private String mac() {
        return body(
                sealkeep.createKey("HMAC_256", "GENERATE_VERIFY_MAC"), "\"MacAlgorithm\":\"HMAC_SHA_256\"", message());
    }

    private String signature(String spec, String algorithm) {
        return body(sealkeep.createKey(spec, "SIGN_VERIFY"), "\"SigningAlgorithm\":\"" + algorithm + "\"", message());
    }

    /** Two loads at once: one makes the slowest key pairs there are, as fast as it is let, and the other must not notice much. */
    private void besideKeyGeneration() {
        String keyId = sealkeep.createKey();
        Request encrypt = new Request("Encrypt", "Encrypt", sealkeep.body("Encrypt", keyId));
        Request slow = new Request(
                "GenerateDataKeyPair, RSA_4096", "GenerateDataKeyPair", body(keyId, "\"KeyPairSpec\":\"RSA_4096\""));
        load(encrypt, CONNECTIONS, duration);
        Load.Result alone = load(encrypt, CONNECTIONS, duration);
        CompletableFuture<Load.Result> making =
                CompletableFuture.supplyAsync(() -> load(slow, 4, duration.multipliedBy(2)));
        Load.Result beside = load(encrypt, CONNECTIONS, duration);
        Load.Result made = making.join();
        print("Encrypt alone", alone);
        print("Encrypt beside RSA_4096 pairs", beside);
        print("GenerateDataKeyPair, RSA_4096", made);
        System.out.printf("Encrypt beside key generation is %.2f of Encrypt alone.%n", rate(beside) / rate(alone));
    }

    private Load.Result load(Request request, int connections, Duration time) {
        byte[] bytes = Sealkeep.wireRequest(port, request.operation(), request.body());
        Load.Result result = Load.run(port, bytes, connections, time);
        if (result.failed() != 0) {
            System.out.println("FAULT: " + request.name() + ": " + result.failed() + " failed");
            faults++;
        }
        return result;
    }

    private static void print(String name, Load.Result result) {
        System.out.printf(
                "%-30s %8.0f %9.2f %9.2f%n", name, rate(result), result.percentile(50), result.percentile(99));
    }

    private static double rate(Load.Result result) {
        return result.requests() / (result.elapsed().toNanos() / 1e9);
    }

    private String made(String operation, String body, String name) {
        return Sealkeep.member(sealkeep.wire(operation, body), name);
    }

    private static String message() {
        return member("Message", MESSAGE);
    }

    private static String member(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }

    private static String body(String keyId, String... members) {
        StringBuilder body = new StringBuilder("{").append(member("KeyId", keyId));
        for (String member : members) {
            body.append(',').append(member);
        }
        return body.append('}').toString();
    }
}
