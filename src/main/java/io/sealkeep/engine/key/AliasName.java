// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

/** What an alias may be called. Length and characters are the API model's to check; this is what the model does not say. */
public final class AliasName {

    /** What every alias name begins with. */
    public static final String PREFIX = "alias/";

    private static final String RESERVED_PREFIX = "alias/aws/";

    private AliasName() {}

    /**
     * Checks what an alias is to lead to: a key, named as such.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException for an alias, of whatever region or
     *     account
     */
    public static void checkTarget(String keyId) {
        if (KeyIdentifier.isAlias(keyId)) {
            throw Refusal.validation("Aliases must refer to keys. Not aliases");
        }
    }

    /**
     * Checks the name of an alias to be made, moved or deleted.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException without the prefix
     * @throws software.amazon.awssdk.services.kms.model.InvalidAliasNameException for {@code alias/aws/…}, which AWS keeps for
     *     its own keys, and for a prefix with nothing behind it
     */
    public static void check(String name) {
        if (!name.startsWith(PREFIX)) {
            throw Refusal.validation("Alias must start with the prefix \"alias/\". Please see"
                    + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html");
        }
        if (name.startsWith(RESERVED_PREFIX)) {
            throw Refusal.invalidAliasName("The alias name cannot begin with " + RESERVED_PREFIX + ".");
        }
        if (name.length() == PREFIX.length()) {
            throw Refusal.invalidAliasName("The alias name " + PREFIX + " is not valid.");
        }
    }
}
