// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsException;

/** The table of HTTP statuses leaves nothing to chance. */
class ErrorStatusTest {

    /** Class and code differ in the case of letters alone: {@code KmsInternalException}, KMSInternalException. */
    @Test
    void codes_haveARow_forEveryErrorThatTheSdkKnows() {
        List<String> known = new ClassFileImporter()
                .importPackagesOf(KmsException.class).stream()
                        .filter(type -> type.isAssignableTo(KmsException.class))
                        .filter(type -> !type.isEquivalentTo(KmsException.class))
                        .filter(JavaClass::isTopLevelClass)
                        .map(type -> type.getSimpleName().toLowerCase(Locale.ROOT))
                        .toList();

        assertThat(known).hasSizeGreaterThanOrEqualTo(48);
        assertThat(ErrorStatus.codes())
                .extracting(code -> code.toLowerCase(Locale.ROOT))
                .containsAll(known);
    }
}
