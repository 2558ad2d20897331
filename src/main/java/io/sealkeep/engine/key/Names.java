// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

/**
 * How keys and aliases are called in one region of one account. Immutable.
 *
 * @param account twelve digits
 * @param region for example {@code eu-central-1}
 */
public record Names(String account, String region) {

    /** What the resource part of a key's ARN begins with. */
    static final String KEY = "key/";

    private static final int RESOURCE = 5;
    private static final String[] NO_PARTS = {"", "", "", "", "", ""};

    /** Returns the ARN of a key. */
    public String keyArn(String keyId) {
        return prefix() + KEY + keyId;
    }

    /**
     * Returns the ARN of an alias.
     *
     * @param aliasName with its {@code alias/} prefix
     */
    public String aliasArn(String aliasName) {
        return prefix() + aliasName;
    }

    /** Returns what the key's own identity within the account is: the one that IAM policies name as {@code root}. */
    public String accountRootArn() {
        return "arn:" + partition() + ":iam::" + account + ":root";
    }

    /** Returns what stands in an ARN for the resource, for example {@code key/1234…}; empty where it is none of ours. */
    static String resource(String arn) {
        return parts(arn)[RESOURCE];
    }

    /**
     * Returns the resource part of an ARN of a key or an alias in this region and account, for example {@code key/1234…}.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException if it is no ARN of a key or an alias
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if it is one of another region or account
     */
    String localResource(String arn) {
        String[] parts = parts(arn);
        boolean isAlias = parts[RESOURCE].startsWith(AliasName.PREFIX);
        if (!isAlias && !parts[RESOURCE].startsWith(KEY)) {
            throw Refusal.invalidArn("Invalid arn '" + arn + "'");
        }
        if (!parts[3].equals(region) || !parts[1].equals(partition())) {
            // AWS's own words: they name the region that the ARN is of.
            throw Refusal.notFound("Invalid arn " + parts[3]);
        }
        if (!parts[4].equals(account)) {
            throw Refusal.notFound(isAlias ? "Alias " + arn + " is not found." : "Key '" + arn + "' does not exist");
        }
        return parts[RESOURCE];
    }

    /** The parts of an ARN of KMS; six empty ones for any other text. */
    private static String[] parts(String arn) {
        String[] parts = arn.split(":", 6);
        boolean isOfKms = parts.length == 6 && parts[2].equals("kms") && !parts[3].isEmpty() && !parts[4].isEmpty();
        return isOfKms ? parts : NO_PARTS;
    }

    /** Returns whether the other region belongs to the same part of AWS: keys are copied within one alone. */
    public boolean isSamePartition(Names other) {
        return partition().equals(other.partition());
    }

    private String prefix() {
        return "arn:" + partition() + ":kms:" + region + ":" + account + ":";
    }

    /** Returns which part of AWS the region is in, as ARNs begin with it. */
    String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
