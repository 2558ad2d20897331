// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.Signer;
import io.sealkeep.engine.primitive.SigningMessages;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.VerifyRequest;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/** Sign and Verify. */
final class SignOperations {

    private final Keys keys;
    private final Usages usages;
    private final GrantTokens tokens;

    SignOperations(Keys keys, Usages usages, GrantTokens tokens) {
        this.keys = keys;
        this.usages = usages;
        this.tokens = tokens;
    }

    SignResponse sign(SignRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.SIGN);
        SigningAlgorithmSpec algorithm = request.signingAlgorithm();
        MessageType type = type(request.messageType());
        byte[] message = request.message().asByteArrayUnsafe();
        check(key, algorithm, type, message);
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] signature = key.current(Signer.class).sign(algorithm, type, toSign(algorithm, message));
        usages.note(key, KeyOperation.SIGN);
        return SignResponse.builder()
                .keyId(key.arn())
                .signature(SdkBytes.fromByteArrayUnsafe(signature))
                .signingAlgorithm(algorithm)
                .build();
    }

    VerifyResponse verify(VerifyRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.VERIFY);
        SigningAlgorithmSpec algorithm = request.signingAlgorithm();
        MessageType type = type(request.messageType());
        byte[] message = request.message().asByteArrayUnsafe();
        check(key, algorithm, type, message);
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] signature = request.signature().asByteArrayUnsafe();
        if (!key.current(Signer.class).verify(algorithm, type, toSign(algorithm, message), signature)) {
            throw Refusal.invalidSignature();
        }
        usages.note(key, KeyOperation.VERIFY);
        return VerifyResponse.builder()
                .keyId(key.arn())
                .signatureValid(true)
                .signingAlgorithm(algorithm)
                .build();
    }

    private static MessageType type(@Nullable MessageType asked) {
        return asked == null ? MessageType.RAW : asked;
    }

    private static void check(Key key, SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        key.checkAlgorithm(algorithm.toString());
        if (!SigningMessages.takes(algorithm, type)) {
            throw Refusal.validation("Message type " + type + " is incompatible with "
                    + (algorithm == SigningAlgorithmSpec.ML_DSA_SHAKE_256
                            ? "key spec " + key.row().spec()
                            : "algorithm " + algorithm)
                    + ".");
        }
        if (type != MessageType.RAW && message.length != SigningMessages.digestLength(algorithm)) {
            throw Refusal.validation("Digest is invalid length for algorithm " + algorithm + ".");
        }
    }

    /**
     * AWS KMS hashes the digest that it demands for Ed25519ph once more, so what it signs is the prehash of the digest (AWS KMS API
     * Reference, Sign, MessageType).
     */
    private static byte[] toSign(SigningAlgorithmSpec algorithm, byte[] message) {
        if (algorithm != SigningAlgorithmSpec.ED25519_PH_SHA_512) {
            return message;
        }
        try {
            return MessageDigest.getInstance("SHA-512").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-512", e);
        }
    }
}
