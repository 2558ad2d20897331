// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** The types of keys between which some operation tells the difference, in the order of the table's columns. */
enum KeyType {
    SYMMETRIC(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    EXTERNAL(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    RSA_ENCRYPT(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT),
    RSA_SIGN(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY),
    ECC_SIGN(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY),
    AGREEMENT(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT),
    HMAC(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC),
    ML_DSA(KeySpec.ML_DSA_44, KeyUsageType.SIGN_VERIFY),
    ML_KEM(KeySpec.ML_KEM_512, KeyUsageType.ENCAPSULATE_DECAPSULATE),
    PRIMARY(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    REPLICA(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT),
    EXTERNAL_SIGN(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY),
    EXTERNAL_HMAC(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC),
    EXTERNAL_PRIMARY(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

    final KeySpec spec;
    final KeyUsageType usage;

    KeyType(KeySpec spec, KeyUsageType usage) {
        this.spec = spec;
        this.usage = usage;
    }

    OriginType origin() {
        return isExternal() ? OriginType.EXTERNAL : OriginType.AWS_KMS;
    }

    boolean isExternal() {
        return name().startsWith("EXTERNAL");
    }

    boolean isMultiRegion() {
        return this == PRIMARY || this == REPLICA || this == EXTERNAL_PRIMARY;
    }
}
