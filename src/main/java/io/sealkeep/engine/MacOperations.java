// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.MacKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GenerateMacRequest;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.VerifyMacRequest;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;

/** GenerateMac and VerifyMac. */
final class MacOperations {

    private final Keys keys;
    private final Usages usages;
    private final GrantTokens tokens;

    MacOperations(Keys keys, Usages usages, GrantTokens tokens) {
        this.keys = keys;
        this.usages = usages;
        this.tokens = tokens;
    }

    GenerateMacResponse generateMac(GenerateMacRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.GENERATE_MAC);
        key.checkAlgorithm(request.macAlgorithmAsString());
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] mac = key.current(MacKey.class).mac(request.message().asByteArrayUnsafe());
        usages.note(key, KeyOperation.GENERATE_MAC);
        return GenerateMacResponse.builder()
                .keyId(key.arn())
                .mac(SdkBytes.fromByteArrayUnsafe(mac))
                .macAlgorithm(request.macAlgorithm())
                .build();
    }

    VerifyMacResponse verifyMac(VerifyMacRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.VERIFY_MAC);
        key.checkAlgorithm(request.macAlgorithmAsString());
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] message = request.message().asByteArrayUnsafe();
        if (!key.current(MacKey.class).verify(message, request.mac().asByteArrayUnsafe())) {
            throw Refusal.invalidMac();
        }
        usages.note(key, KeyOperation.VERIFY_MAC);
        return VerifyMacResponse.builder()
                .keyId(key.arn())
                .macValid(true)
                .macAlgorithm(request.macAlgorithm())
                .build();
    }
}
