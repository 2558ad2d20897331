// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/**
 * Checks a request against the constraints of the KMS API model: members that must be there, lengths, ranges, patterns and
 * enumerations, in nested structures, lists and maps too. Stateless; safe for concurrent use; well under a microsecond for an
 * Encrypt request.
 *
 * <p>Enumerations are checked by the text that the caller sent, so a value that the SDK does not know is refused and not turned
 * into something else. Lengths of text are counted in Unicode characters, lengths of blobs in bytes. Every text must be
 * well-formed Unicode: a surrogate that stands alone has no UTF-8 form, and two contexts that differ only in such a character
 * would authenticate alike.
 *
 * <p>What is not checked here, because it depends on more than one member or on stored state: {@code NumberOfBytes} or {@code
 * KeySpec} of a data key, the length of {@code NumberOfBytes}-less GenerateRandom, the {@code CiphertextBlob} of Decrypt and
 * ReEncrypt, the size of an encryption context, alias prefixes, the number of tags and their reserved and repeated keys, the 32
 * KB quota of a key policy.
 */
public final class RequestValidation {

    private static final Map<Class<?>, StructureRules> RULES = new ConcurrentHashMap<>();

    private RequestValidation() {}

    /**
     * Returns if the request keeps the model's constraints.
     *
     * @throws KmsException if it does not: error code {@code ValidationException}, status 400, and a message in AWS's wording
     *     that names each fault. Values are repeated in it as AWS repeats them, but never bytes, and never a member that the
     *     model marks as sensitive or that is a grant token.
     */
    public static void validate(KmsRequest request) {
        Violations violations = new Violations();
        rulesOf(request).check(request, "", violations);
        if (violations.isEmpty()) {
            return;
        }
        String message = violations.message();
        throw (KmsException) KmsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Kms")
                        .errorCode("ValidationException")
                        .errorMessage(message)
                        .build())
                .message(message)
                .statusCode(400)
                .build();
    }

    static StructureRules rulesOf(SdkPojo structure) {
        StructureRules rules = RULES.get(structure.getClass());
        if (rules == null) {
            rules = StructureRules.compile(structure);
            RULES.put(structure.getClass(), rules);
        }
        return rules;
    }
}
