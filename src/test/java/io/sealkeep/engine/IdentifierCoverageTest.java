// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.contract.IdentifiedOperation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** No operation that takes a key's identifier is left out of the contract about identifiers. */
class IdentifierCoverageTest {

    private static final Set<String> MEMBERS = Set.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");

    @Test
    void operations_thatTakeAnIdentifier_areAllInTheContract() {
        assertThat(Arrays.stream(KmsClient.class.getMethods())
                        .filter(method -> method.getParameterCount() == 1
                                && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                                && KmsResponse.class.isAssignableFrom(method.getReturnType())
                                && !method.getName().equals("retireGrant")) // it takes a key ARN alone
                        .flatMap(IdentifierCoverageTest::identifiers))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(IdentifiedOperation.ALL.stream()
                        .map(IdentifiedOperation::name)
                        .toList());
    }

    /** The operation's name, with the member's where it has several. */
    private static Stream<String> identifiers(Method method) {
        String operation = method.getParameterTypes()[0].getSimpleName().replaceAll("Request$", "");
        SdkPojo builder;
        try {
            builder =
                    (SdkPojo) method.getParameterTypes()[0].getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        var members = builder.sdkFields().stream()
                .map(SdkField::memberName)
                .filter(MEMBERS::contains)
                .toList();
        return members.stream().map(member -> members.size() == 1 ? operation : operation + "." + member);
    }
}
