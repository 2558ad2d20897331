// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a key policy must look like to be kept. What it allows is nobody's question here. */
final class Policies {

    /** AWS KMS Developer Guide, "Resource quotas": key policy document size. The model allows more. */
    private static final int MAX_BYTES = 32_768;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Policies() {}

    /** The policy of a key that was given none, letter for letter as AWS writes it: the account decides by IAM. */
    static String defaultPolicy(Names names) {
        return """
                {
                  "Version" : "2012-10-17",
                  "Id" : "key-default-1",
                  "Statement" : [ {
                    "Sid" : "Enable IAM User Permissions",
                    "Effect" : "Allow",
                    "Principal" : {
                      "AWS" : "%s"
                    },
                    "Action" : "kms:*",
                    "Resource" : "*"
                  } ]
                }""".formatted(names.accountRootArn());
    }

    /**
     * Checks a policy's size, and that it is one JSON object with statements.
     *
     * @throws software.amazon.awssdk.services.kms.model.LimitExceededException if it is too long
     * @throws software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException if it is not such an object
     */
    static void check(String policy) {
        if (policy.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw Refusal.limitExceeded("The key policy is larger than " + MAX_BYTES + " bytes.");
        }
        JsonNode document;
        try {
            document = JSON.readTree(policy);
        } catch (JacksonException e) {
            throw Refusal.malformedPolicy("The key policy is not valid JSON.");
        }
        if (!document.isObject() || !isStatements(document.path("Statement"))) {
            throw Refusal.malformedPolicy("The key policy must be a JSON object with a Statement.");
        }
    }

    private static boolean isStatements(JsonNode statement) {
        if (statement.isObject()) {
            return true;
        }
        if (!statement.isArray() || statement.isEmpty()) {
            return false;
        }
        for (JsonNode each : statement) {
            if (!each.isObject()) {
                return false;
            }
        }
        return true;
    }
}
