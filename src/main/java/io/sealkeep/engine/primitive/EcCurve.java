// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * The curves of KMS: those of NIST (SP 800-186), secp256k1 (SEC 2) and SM2's (GM/T 0003.5). All have the cofactor 1.
 * Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // Bouncy Castle's classes do not say that they are immutable
enum EcCurve {
    P256(SECObjectIdentifiers.secp256r1),
    P384(SECObjectIdentifiers.secp384r1),
    P521(SECObjectIdentifiers.secp521r1),
    P256K1(SECObjectIdentifiers.secp256k1),
    SM2(GMObjectIdentifiers.sm2p256v1);

    private final ASN1ObjectIdentifier oid;
    private final ECNamedDomainParameters domain;

    EcCurve(ASN1ObjectIdentifier oid) {
        this.oid = oid;
        X9ECParameters parameters = CustomNamedCurves.getByOID(oid);
        this.domain = new ECNamedDomainParameters(
                oid, parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    static EcCurve of(KeySpec spec) {
        return switch (spec) {
            case ECC_NIST_P256 -> P256;
            case ECC_NIST_P384 -> P384;
            case ECC_NIST_P521 -> P521;
            case ECC_SECG_P256_K1 -> P256K1;
            case SM2 -> SM2;
            default -> throw new IllegalArgumentException(spec + " is no spec of an elliptic curve key");
        };
    }

    /** Returns the curve of that name, or null if KMS does not have it. */
    static @Nullable EcCurve of(ASN1ObjectIdentifier oid) {
        for (EcCurve curve : values()) {
            if (curve.oid.equals(oid)) {
                return curve;
            }
        }
        return null;
    }

    ASN1ObjectIdentifier oid() {
        return oid;
    }

    ECNamedDomainParameters domain() {
        return domain;
    }

    /** Returns how many bytes a private key has (RFC 5915, 3); a coordinate has as many on all of these curves. */
    int bytes() {
        return (domain.getN().bitLength() + 7) / 8;
    }

    AsymmetricCipherKeyPair generate(RandomBytes random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(domain, random.source()));
        return generator.generateKeyPair();
    }

    /** Returns the private key of that number, or null if it is not in 1 to n - 1. */
    @Nullable
    ECPrivateKeyParameters privateKey(byte[] number) {
        BigInteger d = new BigInteger(1, number);
        return d.signum() == 0 || d.compareTo(domain.getN()) >= 0 ? null : new ECPrivateKeyParameters(d, domain);
    }

    /** Returns the public key that belongs to a private one, by multiplication in constant time. */
    ECPublicKeyParameters publicKey(ECPrivateKeyParameters privateKey) {
        ECPoint point = new FixedPointCombMultiplier()
                .multiply(domain.getG(), privateKey.getD())
                .normalize();
        return new ECPublicKeyParameters(point, domain);
    }

    /**
     * Returns the point of that encoding (SEC 1, 2.3.4), or null if it is none on this curve or the one at infinity.
     */
    @Nullable
    ECPublicKeyParameters publicKey(byte[] point) {
        try {
            return new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
