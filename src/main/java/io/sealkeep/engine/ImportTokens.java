// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.MaterialPlace;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.RootKeyException;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.KeyRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/**
 * Import tokens: all that an import needs later, sealed under the root key for its one KMS key, so that nothing of it is kept. A
 * token is good until its time is over, as often as its holder likes. Safe for concurrent use.
 *
 * <pre>
 * bytes  content of a token, before it is sealed
 *     8  when its time is over, milliseconds since 1970
 *     1  length a of the name of the wrapping algorithm
 *     a  its name
 *     1  length s of the name of the wrapping key spec
 *     s  its name
 *  rest  the wrapping key pair, encoded
 * </pre>
 */
final class ImportTokens {

    private static final String PLACE = "import-token";

    private final String account;
    private final RootKey rootKey;

    ImportTokens(String account, RootKey rootKey) {
        this.account = account;
        this.rootKey = rootKey;
    }

    /** What a token says; closing wipes the private half of the wrapping key. */
    record Parameters(AlgorithmSpec algorithm, WrappingKeySpec spec, Instant validTo, SecretBytes wrappingKey)
            implements AutoCloseable {
        @Override
        public void close() {
            wrappingKey.close();
        }
    }

    byte[] seal(KeyRef key, Parameters parameters) {
        byte[] algorithm = parameters.algorithm().toString().getBytes(StandardCharsets.US_ASCII);
        byte[] spec = parameters.spec().toString().getBytes(StandardCharsets.US_ASCII);
        byte[] content = parameters
                .wrappingKey()
                .use(pair -> ByteBuffer.allocate(Long.BYTES + 1 + algorithm.length + 1 + spec.length + pair.length)
                        .putLong(parameters.validTo().toEpochMilli())
                        .put((byte) algorithm.length)
                        .put(algorithm)
                        .put((byte) spec.length)
                        .put(spec)
                        .put(pair)
                        .array());
        try (SecretBytes secret = SecretBytes.takeOver(content)) {
            return rootKey.wrap(secret, place(key));
        }
    }

    /**
     * Opens a token; the caller closes what it says.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidImportTokenException if it is none of that key's
     * @throws software.amazon.awssdk.services.kms.model.ExpiredImportTokenException if its time is over
     */
    Parameters open(KeyRef key, byte[] token, Instant now) {
        try (SecretBytes content = rootKey.unwrap(token, place(key))) {
            Parameters parameters = content.use(ImportTokens::read);
            if (!parameters.validTo().isAfter(now)) {
                parameters.close();
                throw Refusal.expiredImportToken();
            }
            return parameters;
        } catch (RootKeyException e) {
            throw Refusal.invalidImportToken();
        }
    }

    private static Parameters read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        Instant validTo = Instant.ofEpochMilli(bytes.getLong());
        AlgorithmSpec algorithm = AlgorithmSpec.fromValue(name(bytes));
        WrappingKeySpec spec = WrappingKeySpec.fromValue(name(bytes));
        byte[] pair = new byte[bytes.remaining()];
        bytes.get(pair);
        return new Parameters(algorithm, spec, validTo, SecretBytes.takeOver(pair));
    }

    private static String name(ByteBuffer bytes) {
        byte[] name = new byte[bytes.get()];
        bytes.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }

    private MaterialPlace place(KeyRef key) {
        return new MaterialPlace(account, key.region(), key.keyId(), PLACE, PLACE);
    }
}
