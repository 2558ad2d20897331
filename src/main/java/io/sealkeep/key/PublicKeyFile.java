// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/**
 * Writes a public key as a file that tools take: PEM (RFC 7468) for {@code application/x-pem-file}, DER for
 * {@code application/octet-stream}. Which, the request's {@code Accept} says. Safe for concurrent use.
 */
@Component
final class PublicKeyFile extends AbstractHttpMessageConverter<PublicKeyView> {

    static final String PEM = "application/x-pem-file";
    static final String DER = MediaType.APPLICATION_OCTET_STREAM_VALUE;

    private static final MediaType PEM_TYPE = MediaType.valueOf(PEM);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Spring puts the first in the place of octets, whoever asked for these: so they are the first. */
    PublicKeyFile() {
        super(MediaType.APPLICATION_OCTET_STREAM, PEM_TYPE);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == PublicKeyView.class;
    }

    @Override
    protected PublicKeyView readInternal(Class<? extends PublicKeyView> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("No operation takes a public key as a file.", input);
    }

    @Override
    protected void writeInternal(PublicKeyView key, HttpOutputMessage output) throws IOException {
        byte[] der = Objects.requireNonNull(Bytes.sdk(key.publicKey())).asByteArrayUnsafe();
        boolean isPem = PEM_TYPE.includes(output.getHeaders().getContentType());
        output.getBody().write(isPem ? pem(der) : der);
    }

    private static byte[] pem(byte[] der) {
        String text = "-----BEGIN PUBLIC KEY-----\n" + LINES.encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
