// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.LiveExamples;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.web.bind.annotation.ControllerAdvice;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Makes the examples of the API description true: where {@code alias/example} exists, its key id, ARN and account stand in them, a
 * grant on it if there is one, and the ids of the other example keys that exist. Each DescribeKey that this takes, and the
 * ListGrants, is called and recorded as the reader's own. Safe for concurrent use.
 */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleKey extends LiveExamples {

    private static final String ACCOUNT = "000000000000";
    private static final String KEY_ARN = "arn:aws:kms:us-east-1:" + ACCOUNT + ":key/" + KeyId.EXAMPLE;

    private final KmsClient kms;

    ExampleKey(KmsClient kms) {
        this.kms = kms;
    }

    /** Replaces as much as there is: where a key is missing, the examples keep what the code says. */
    @Override
    protected String fill(String description) {
        try {
            KeyMetadata key = describe("alias/example");
            String text = description
                    .replace(KEY_ARN, key.arn())
                    .replace(KeyId.EXAMPLE, key.keyId())
                    .replace(ACCOUNT, key.awsAccountId());
            text = withGrant(text, key.keyId());
            text = filled(text, KeyId.EXAMPLE_SIGNING, "alias/example-signing");
            text = filled(text, KeyId.EXAMPLE_IMPORTED, "alias/example-imported");
            return filled(text, KeyId.EXAMPLE_MULTI_REGION, "alias/example-multi-region");
        } catch (KmsException e) {
            return description;
        }
    }

    private String withGrant(String text, String keyId) {
        try {
            return kms.listGrants(r -> r.keyId(keyId).limit(1)).grants().stream()
                    .findFirst()
                    .map(grant -> text.replace(GrantView.EXAMPLE_ID, grant.grantId()))
                    .orElse(text);
        } catch (KmsException e) {
            return text;
        }
    }

    private String filled(String text, String placeholder, String alias) {
        try {
            return text.replace(placeholder, describe(alias).keyId());
        } catch (KmsException e) {
            return text;
        }
    }

    private KeyMetadata describe(String alias) {
        return kms.describeKey(r -> r.keyId(alias)).keyMetadata();
    }
}
