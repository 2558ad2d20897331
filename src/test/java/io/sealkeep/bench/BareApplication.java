// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What Sealkeep is measured beside: Spring Boot with its web starter and nothing else, with Sealkeep's own Tomcat settings and
 * virtual threads. It reads a request's body and answers bytes; it parses nothing, encrypts nothing and writes nothing down.
 *
 * <p>Not a configuration that a component scan finds: the service's tests must not see it.
 */
@EnableAutoConfiguration
public class BareApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(BareApplication.class, Endpoints.class);
        application.setAdditionalProfiles("bare");
        application.run(args);
    }

    @RestController
    @Profile("bare")
    static class Endpoints {

        /** As long as the answer to Encrypt. */
        private static final byte[] ANSWER =
                ("{\"CiphertextBlob\":\"" + "A".repeat(300) + "\"}").getBytes(StandardCharsets.UTF_8);

        @PostMapping("/")
        byte[] answer(@RequestBody byte[] body, HttpServletResponse response) {
            if (body.length == 0) {
                throw new IllegalArgumentException("no body");
            }
            response.setContentType("application/x-amz-json-1.1");
            return ANSWER;
        }

        @PostMapping("/copy")
        void copy(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            request.getInputStream().transferTo(response.getOutputStream());
        }
    }
}
