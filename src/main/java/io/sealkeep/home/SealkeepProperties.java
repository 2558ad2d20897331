// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the service keeps its files and what it calls itself. Immutable.
 *
 * @param home the home directory, relative to the working directory or absolute
 * @param accountId twelve digits: the account of the embedded KMS's ARNs, and of records where the caller has none
 * @param region the region of a request that names none
 */
@Validated
@ConfigurationProperties("sealkeep")
public record SealkeepProperties(
        @DefaultValue("./data") @NotNull Path home,

        @DefaultValue("000000000000") @Pattern(regexp = "[0-9]{12}", message = "must be twelve digits")
        String accountId,

        @DefaultValue("us-east-1")
        @Pattern(regexp = SealkeepProperties.REGION_PATTERN, message = "must be a region name, such as us-east-1")
        String region) {

    /** What a region name looks like: {@code us-east-1}, {@code us-gov-west-1}. */
    public static final String REGION_PATTERN = "[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}";
}
