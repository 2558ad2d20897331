// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

/**
 * How keys and aliases are called in one region of one account. Immutable.
 *
 * @param account twelve digits
 * @param region for example {@code eu-central-1}
 */
public record Names(String account, String region) {

    /** Returns the ARN of a key. */
    public String keyArn(String keyId) {
        return prefix() + "key/" + keyId;
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

    /**
     * Returns the resource part of an ARN of this service, region and account, for example {@code key/1234…}.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException if it is no ARN of KMS
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if it is one of another region or account
     */
    String localResource(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length != 6 || !parts[2].equals("kms") || parts[5].isEmpty()) {
            throw Refusal.invalidArn("Invalid arn '" + arn + "'");
        }
        if (!parts[3].equals(region) || !parts[1].equals(partition())) {
            // AWS's own words: they name the region that the ARN is of.
            throw Refusal.notFound("Invalid arn " + parts[3]);
        }
        if (!parts[4].equals(account)) {
            throw Refusal.notFound("Key '" + arn + "' does not exist");
        }
        return parts[5];
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
