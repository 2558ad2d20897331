// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key in a path: its key id, and no other of the four forms, because ARNs and aliases hold characters that paths give another
 * meaning.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@ReportAsSingleViolation
@Pattern(regexp = KeyId.PATTERN)
@Parameter(description = KeyId.DESCRIPTION, example = KeyId.EXAMPLE)
@interface KeyId {

    /** A UUID, or the id of a multi-Region key. */
    String PATTERN = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|mrk-[0-9a-f]{32}";

    /** Stands in the API description for the id of the key that {@code alias/example} names, see {@link ExampleKey}. */
    String EXAMPLE = "1234abcd-12ab-34cd-56ef-1234567890ab";

    /** Likewise for {@code alias/example-signing}. */
    String EXAMPLE_SIGNING = "0987dcba-09fe-87dc-65ba-ab0987654321";

    /** Likewise for {@code alias/example-imported}. */
    String EXAMPLE_IMPORTED = "0987ab65-43cd-21ef-09ab-87654321cdef";

    /** Likewise for {@code alias/example-multi-region}. */
    String EXAMPLE_MULTI_REGION = "mrk-1234abcd12ab34cd56ef1234567890ab";

    /** What the description says of a key id in a path. */
    String DESCRIPTION = "A key id. GET /v1/aliases/{name} tells the key id behind an alias.";

    String message() default
            "A key in a path is named by its key id, such as 1234abcd-12ab-34cd-56ef-1234567890ab. An alias or an ARN goes"
                    + " into a body; GET /v1/aliases/{name} tells the key id behind an alias.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
