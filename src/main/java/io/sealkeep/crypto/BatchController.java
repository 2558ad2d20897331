// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Many small data in one request. Safe for concurrent use. */
@RestController
@RequestMapping(
        path = "/v1/batch",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Batches")
class BatchController {

    private static final String DESCRIPTION = """
            Up to 100 items, each what the operation itself takes, and for each, in the same order, its `result` or the `problem` \
            that it met: one bad item spoils no other. The answer is 200 whatever becomes of the items, so look at each. Each is a \
            call of its own, recorded as one, under the request id of the whole. The limit on bodies, 1 MB where not set otherwise, \
            applies to all together.

            Errors of the request: 400 `SerializationException` where it is no JSON object with a list of `items`, \
            `ValidationException` for no items, or too many.""";

    private final KmsClient kms;

    BatchController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/encrypt")
    @Operation(operationId = "batchEncrypt", summary = "Encrypt many", description = DESCRIPTION)
    BatchOutput<EncryptOutput> encrypt(@RequestBody BatchEncryptInput input, HttpServletRequest request) {
        return new Batch(request).each(input.items(), item -> EncryptOutput.of(kms.encrypt(item.sdk())));
    }

    @PostMapping("/decrypt")
    @Operation(operationId = "batchDecrypt", summary = "Decrypt many", description = DESCRIPTION)
    BatchOutput<DecryptOutput> decrypt(@RequestBody BatchDecryptInput input, HttpServletRequest request) {
        return new Batch(request).each(input.items(), item -> DecryptOutput.of(kms.decrypt(item.sdk())));
    }

    @PostMapping("/re-encrypt")
    @Operation(operationId = "batchReEncrypt", summary = "Re-encrypt many", description = DESCRIPTION)
    BatchOutput<ReEncryptOutput> reEncrypt(@RequestBody BatchReEncryptInput input, HttpServletRequest request) {
        return new Batch(request).each(input.items(), item -> ReEncryptOutput.of(kms.reEncrypt(item.sdk())));
    }
}
