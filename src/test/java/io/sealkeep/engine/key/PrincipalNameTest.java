// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.InvalidArnException;

class PrincipalNameTest {

    private static final Names NAMES = new Names("111122223333", "eu-central-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:root",
                "arn:aws:iam::444455556666:root",
                "arn:aws:iam::111122223333:user/Alice",
                "arn:aws:iam::111122223333:user/division/team/a.b+c=d,e@f_g-h",
                "arn:aws:iam::111122223333:role/Payroll",
                "arn:aws:iam::111122223333:role/aws-service-role/dynamodb.amazonaws.com/AWSServiceRoleForDynamoDB",
                "arn:aws:sts::111122223333:assumed-role/Payroll/batch-7",
                "arn:aws:sts::111122223333:federated-user/Bob",
                "dynamodb.amazonaws.com",
                "dynamodb.us-west-1.amazonaws.com"
            })
    void check_ofAPrincipal_passes(String name) {
        assertThatNoException().isThrownBy(() -> PrincipalName.check(name, NAMES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "111122223333",
                "Alice",
                "amazonaws.com",
                "arn:aws:iam::111122223333:group/Developers",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user//Alice",
                "arn:aws:iam::111122223333:user/team/",
                "arn:aws:iam::111122223333:rooty",
                "arn:aws:iam::11112222333:root",
                "arn:aws:iam:eu-central-1:111122223333:root",
                "arn:aws-cn:iam::111122223333:root",
                "arn:aws:sts::111122223333:assumed-role/Payroll",
                "arn:aws:sts::111122223333:assumed-role/path/Payroll/batch-7",
                "arn:aws:iam::111122223333:assumed-role/Payroll/batch-7",
                "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "arn:aws:iam::111122223333:oidc-provider/example.com"
            })
    void check_ofAnythingElse_isRefused(String name) {
        InvalidArnException refusal =
                catchThrowableOfType(InvalidArnException.class, () -> PrincipalName.check(name, NAMES));

        assertThat(refusal.awsErrorDetails().errorMessage())
                .isEqualTo("ARN does not refer to a valid principal: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-north-1 aws-cn", "us-gov-west-1 aws-us-gov"})
    void check_inAnotherPartition_takesThatOne(String regionAndPartition) {
        String[] parts = regionAndPartition.split(" ", -1);

        assertThatNoException()
                .isThrownBy(() -> PrincipalName.check(
                        "arn:" + parts[1] + ":iam::111122223333:root", new Names("111122223333", parts[0])));
    }
}
