// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.contract.TestKeyStores.TRUST_ANCHOR;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.IncorrectTrustAnchorException;

class TrustAnchorTest {

    private static final int ROUNDS = 2000;

    private static void assertRefused(String text) {
        assertThatExceptionOfType(IncorrectTrustAnchorException.class).isThrownBy(() -> TrustAnchor.check(text));
    }

    private static byte[] der() {
        return Base64.getMimeDecoder().decode(TRUST_ANCHOR.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----";
    }

    @Test
    void certificate_inPem_isTaken() {
        assertThatCode(() -> TrustAnchor.check(TRUST_ANCHOR)).doesNotThrowAnyException();
        assertThatCode(() -> TrustAnchor.check(TRUST_ANCHOR.replace("\n", "\r\n")))
                .doesNotThrowAnyException();
        assertThatCode(() -> TrustAnchor.check(TRUST_ANCHOR.strip())).doesNotThrowAnyException();
        assertThatCode(() -> TrustAnchor.check(pem(der()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nLS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t\n-----END CERTIFICATE-----"
            })
    void text_thatIsNoCertificate_isRefused(String text) {
        assertRefused(text);
    }

    @Test
    void certificate_withMoreBehindItOrLess_isRefused() {
        byte[] der = der();
        assertRefused(pem(java.util.Arrays.copyOf(der, der.length + 1)));
        for (int length = 0; length < der.length; length++) {
            assertRefused(pem(java.util.Arrays.copyOf(der, length)));
        }
    }

    /** Many a change leaves a certificate, of somebody else or badly signed; no change does anything but pass or be refused. */
    @Test
    void certificate_changedAnyhow_isTakenOrRefused() {
        Random random = new Random(20261124);
        byte[] der = der();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = der.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                TrustAnchor.check(pem(changed));
            } catch (IncorrectTrustAnchorException e) {
                // As it should be.
            }
        }
    }

    @Test
    void text_ofTheGreatestLength_isRefusedAtOnce() {
        assertRefused("-----BEGIN CERTIFICATE-----" + " ".repeat(4900));
        assertRefused("-----BEGIN CERTIFICATE-----" + "A".repeat(4900));
        assertRefused(" ".repeat(5000));
    }
}
