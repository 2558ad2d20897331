// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.time.Instant;
import java.util.Map;

/** Valid events, to be changed in the test. */
final class TestEvents {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final String KEY = "arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-555555555555";
    static final Principal ALICE = new Principal(
            "IAMUser", "AIDAALICE", "arn:aws:iam::000000000000:user/alice", "000000000000", "AKIAALICE", "alice");

    private TestEvents() {}

    static Caller caller(String requestId) {
        return new Caller(ALICE, requestId, "eu-central-1", "127.0.0.1", "test/1", null);
    }

    /** Returns the beginning of a Decrypt record. */
    static AuditEvent.Builder decrypt(String requestId) {
        return AuditEvent.of(caller(requestId), NOON, AuditEvent.KMS, "Decrypt")
                .requestParameters(Map.of(
                        "keyId",
                        KEY,
                        "encryptionAlgorithm",
                        "SYMMETRIC_DEFAULT",
                        "encryptionContext",
                        Map.of("tenant", "t-9")))
                .resource(KEY);
    }
}
