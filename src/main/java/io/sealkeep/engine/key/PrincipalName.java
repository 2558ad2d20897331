// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import java.util.regex.Pattern;

/**
 * What a principal of a grant may be called: an AWS account, an IAM user or role, a federated user or a session of a role, each by
 * its ARN, or an AWS service by its name. Not that there is such a principal: the embedded KMS knows none yet, where AWS refuses one
 * that does not exist.
 *
 * <p>Source: AWS KMS Developer Guide, "Grants in AWS KMS", and IAM User Guide, "IAM ARNs". The guide has no services here; AWS KMS
 * takes them.
 */
public final class PrincipalName {

    private static final String NAME = "[\\w+=,.@-]+";

    private static final Pattern IAM = Pattern.compile("iam::\\d{12}:(root|(user|role)/(" + NAME + "/)*" + NAME + ")");

    private static final Pattern STS =
            Pattern.compile("sts::\\d{12}:(assumed-role/" + NAME + "/" + NAME + "|federated-user/" + NAME + ")");

    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+){2,}");

    private PrincipalName() {}

    /**
     * Checks a principal. Length and characters are the API model's to check, before.
     *
     * @param names where the grant is made: the ARN must be of the same partition
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException if no principal can have this name
     */
    public static void check(String name, Names names) {
        String prefix = "arn:" + names.partition() + ":";
        boolean isPrincipal = name.startsWith(prefix)
                ? isArn(name.substring(prefix.length()))
                : SERVICE.matcher(name).matches();
        if (!isPrincipal) {
            throw Refusal.invalidArn("ARN does not refer to a valid principal: " + name);
        }
    }

    private static boolean isArn(String rest) {
        return IAM.matcher(rest).matches() || STS.matcher(rest).matches();
    }
}
