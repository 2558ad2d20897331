// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificate that signs those of a CloudHSM cluster, {@code customerCA.crt}. Stateless. */
final class TrustAnchor {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");

    private TrustAnchor() {}

    /**
     * Refuses what is not one X.509 certificate in PEM form, with nothing before, behind or inside it. Whom it certifies, by whom it
     * is signed and until when it is good is not looked at: there is no cluster to hold it against.
     *
     * @throws software.amazon.awssdk.services.kms.model.IncorrectTrustAnchorException if so
     */
    static void check(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.matches() || !isCertificate(pem.group(1))) {
            throw CustomKeyStoreRefusal.incorrectTrustAnchor();
        }
    }

    private static boolean isCertificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return MessageDigest.isEqual(certificate.getEncoded(), der);
        } catch (CertificateException | IllegalArgumentException e) {
            return false;
        }
    }
}
