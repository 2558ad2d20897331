// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.home.SealkeepProperties;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as a caller names it: key id, key ARN, alias name or alias ARN. Immutable; not checked: KMS judges what it names.
 *
 * @param text what the caller wrote
 */
record KeyName(String text) {

    private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:kms:(?<region>"
            + SealkeepProperties.REGION_PATTERN + "):[0-9]{12}:(?<type>key|alias)/[A-Za-z0-9:/_-]+");

    /** Returns the region that an ARN names; empty for any other form. */
    Optional<String> region() {
        Matcher arn = ARN.matcher(text);
        return arn.matches() ? Optional.of(arn.group("region")) : Optional.empty();
    }

    /** Returns whether this is the ARN of a key. */
    boolean isKeyArn() {
        Matcher arn = ARN.matcher(text);
        return arn.matches() && arn.group("type").equals("key");
    }

    /** Returns whether this is an alias's name or ARN. */
    boolean isAlias() {
        Matcher arn = ARN.matcher(text);
        return text.startsWith("alias/") || (arn.matches() && arn.group("type").equals("alias"));
    }

    /**
     * Returns whether this may be a name of the key with that ARN. Of an alias only KMS knows, so any key of its region may be
     * meant.
     *
     * @param callerRegion the region that a name without one is in
     */
    boolean mayBe(String keyArn, String callerRegion) {
        boolean sameRegion = new KeyName(keyArn).region().equals(Optional.of(region().orElse(callerRegion)));
        return isAlias() ? sameRegion : text.equals(keyArn) || (sameRegion && keyArn.endsWith(":key/" + text));
    }
}
