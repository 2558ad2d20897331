// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Checks an Ed25519 key pair that a caller imports (RFC 8410, 7). Safe for concurrent use. */
final class EdwardsImport {

    /** RFC 8410, 3: there are no parameters. */
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

    private EdwardsImport() {}

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(SecretBytes material) {
        Pkcs8 pkcs8 = Pkcs8.read(material);
        pkcs8.checkAlgorithm(ED25519);
        if (!(pkcs8.privateKey() instanceof ASN1OctetString octets)
                || octets.getOctets().length != Ed25519.SECRET_KEY_SIZE) {
            throw new IncorrectMaterialException("The key material is not an Ed25519 private key of 32 bytes.");
        }
        byte[] secret = octets.getOctets().clone();
        pkcs8.checkPublicKey(other -> {
            byte[] own = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(secret, 0, own, 0);
            return Arrays.compare(own, other) == 0;
        });
        return EdwardsKey.encode(secret);
    }
}
