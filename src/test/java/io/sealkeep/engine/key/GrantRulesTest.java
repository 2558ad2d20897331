// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

class GrantRulesTest {

    /** AWS KMS Developer Guide, "Key type reference"; three more operations go with every kind of key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SYMMETRIC_DEFAULT | ENCRYPT_DECRYPT         | Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom \
            ReEncryptTo GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext
            RSA_2048          | ENCRYPT_DECRYPT         | Decrypt Encrypt ReEncryptFrom ReEncryptTo GetPublicKey
            SM2               | ENCRYPT_DECRYPT         | Decrypt Encrypt ReEncryptFrom ReEncryptTo GetPublicKey
            RSA_4096          | SIGN_VERIFY             | Sign Verify GetPublicKey
            ECC_SECG_P256K1   | SIGN_VERIFY             | Sign Verify GetPublicKey
            ML_DSA_44         | SIGN_VERIFY             | Sign Verify GetPublicKey
            ECC_NIST_P256     | KEY_AGREEMENT           | GetPublicKey DeriveSharedSecret
            HMAC_256          | GENERATE_VERIFY_MAC     | GenerateMac VerifyMac
            ML_KEM_768        | ENCAPSULATE_DECAPSULATE | GetPublicKey Encapsulate Decapsulate
            """)
    void of_aKindOfKey_isWhatItsOperationsAre(String spec, KeyUsageType usage, String operations) {
        Kind key = new Kind(KeySpec.fromValue(spec), usage);

        assertThat(GrantRules.of(key))
                .contains(GrantOperation.CREATE_GRANT, GrantOperation.RETIRE_GRANT, GrantOperation.DESCRIBE_KEY)
                .filteredOn(operation -> !operation.toString().matches("CreateGrant|RetireGrant|DescribeKey"))
                .extracting(GrantOperation::toString)
                .containsExactly(operations.split(" ", -1));
    }

    private record Kind(KeySpec spec, KeyUsageType usage) implements KeyTraits {
        @Override
        public OriginType origin() {
            return OriginType.AWS_KMS;
        }

        @Override
        public KeyState state() {
            return KeyState.ENABLED;
        }

        @Override
        public boolean isMultiRegion() {
            return false;
        }

        @Override
        public boolean isPrimary() {
            return false;
        }
    }
}
