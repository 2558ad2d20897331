// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** A key's policy, which KMS keeps byte for byte. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys/{keyId}/policy", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Key policy")
class PolicyController {

    private final KmsClient kms;

    PolicyController(KmsClient kms) {
        this.kms = kms;
    }

    @GetMapping
    @Operation(
            operationId = "getKeyPolicy",
            summary = "Get a key's policy",
            description = "Returns the policy as the very text that was put. Errors: 404 `NotFoundException`.")
    PolicyView get(@PathVariable @KeyId String keyId) {
        return PolicyView.of(kms.getKeyPolicy(r -> r.keyId(keyId)));
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "putKeyPolicy", summary = "Replace a key's policy", description = """
                    Errors: 400 `MalformedPolicyDocumentException`, `ValidationException`; 404 `NotFoundException`; 409 \
                    `LimitExceededException` for a policy over 32 KB.""")
    void put(@PathVariable @KeyId String keyId, @RequestBody PolicyInput input) {
        kms.putKeyPolicy(r -> r.keyId(keyId)
                .policy(input.policy())
                .bypassPolicyLockoutSafetyCheck(input.bypassPolicyLockoutSafetyCheck()));
    }
}
