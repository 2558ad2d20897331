// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a caller may name a key by, in the four forms of AWS KMS: key id, key ARN, alias name, alias ARN. The region is the
 * call's: an ARN of another region or account names nothing here. Immutable.
 *
 * <p>Source: AWS KMS Developer Guide, "Key identifiers (KeyId)".
 */
public sealed interface KeyIdentifier {

    /** A key id, given bare or within an ARN; not that such a key exists. */
    record ById(String keyId) implements KeyIdentifier {}

    /** An alias with its {@code alias/} prefix, given bare or within an ARN; not that it exists. */
    record ByAlias(String aliasName) implements KeyIdentifier {}

    /** What every ARN begins with. */
    String ARN = "arn:";

    /** {@code mrk-} and 32 hex digits, as multi-region keys have. */
    Pattern MULTI_REGION_ID = Pattern.compile("mrk-[0-9a-f]{32}");

    /**
     * Reads any of the four forms, as the operations take that use a key, and DescribeKey.
     *
     * @param names where the call is made: region and account
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if no key can have this name
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException if it is an ARN of something else
     */
    static KeyIdentifier parse(String given, Names names) {
        if (given.startsWith(ARN)) {
            String resource = names.localResource(given);
            return resource.startsWith(AliasName.PREFIX)
                    ? new ByAlias(resource)
                    : new ById(checkedId(resource.substring(Names.KEY.length())));
        }
        if (given.startsWith(AliasName.PREFIX)) {
            return new ByAlias(given);
        }
        return new ById(checkedId(given));
    }

    /**
     * Reads one of the two forms that name a key itself, as the operations take that manage a key.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if no key can have this name
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException for an alias, in whatever region or account, and if it
     *     is an ARN of something else
     */
    static String parseKey(String given, Names names) {
        refuseAlias(given);
        return ((ById) parse(given, names)).keyId();
    }

    /**
     * Refuses an alias, bare or within an ARN, for an operation that takes none.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException for an alias
     */
    static void refuseAlias(String given) {
        if (isAlias(given)) {
            throw Refusal.invalidArn("Key Aliases are not supported for this operation.");
        }
    }

    /** Returns whether this is an alias by its form, bare or within an ARN; not that it exists. */
    static boolean isAlias(String given) {
        return given.startsWith(AliasName.PREFIX)
                || (given.startsWith(ARN) && Names.resource(given).startsWith(AliasName.PREFIX));
    }

    private static String checkedId(String id) {
        if (!isUuid(id) && !MULTI_REGION_ID.matcher(id).matches()) {
            throw Refusal.notFound("Invalid keyId '" + id + "'");
        }
        return id;
    }

    /** Written out, since every call asks it. */
    private static boolean isUuid(String id) {
        if (id.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = isDash ? id.charAt(i) == '-' : HexFormat.isHexDigit(id.charAt(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
