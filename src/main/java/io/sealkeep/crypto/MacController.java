// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Message authentication codes: who has no access to the key can neither make nor verify them. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "MACs")
class MacController {

    private final KmsClient kms;

    MacController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/mac")
    @Operation(operationId = "generateMac", summary = "Make the MAC of a message", description = """
                    An HMAC. The key's usage must be `GENERATE_VERIFY_MAC`.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    MacOutput mac(@RequestBody MacInput input) {
        return MacOutput.of(kms.generateMac(r -> r.keyId(input.keyId())
                .message(Bytes.sdk(input.message()))
                .macAlgorithm(input.macAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }

    @PostMapping("/verify-mac")
    @Operation(operationId = "verifyMac", summary = "Verify the MAC of a message", description = """
                    A MAC that is not valid is an error, so that no answer can be taken for a yes.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`, `KMSInvalidMacException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    VerifyMacOutput verifyMac(@RequestBody VerifyMacInput input) {
        return VerifyMacOutput.of(kms.verifyMac(r -> r.keyId(input.keyId())
                .message(Bytes.sdk(input.message()))
                .mac(Bytes.sdk(input.mac()))
                .macAlgorithm(input.macAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }
}
