// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the API presents itself at {@code /v3/api-docs} and {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String DESCRIPTION = """
            Keys of every kind, encryption, signatures, MACs, shared secrets and data keys: AWS KMS as a plain REST API. Every call \
            leaves a CloudTrail record, durable before the answer.

            **Try it out** works for every operation as it stands, but for importing key material, once the example keys exist: \
            *Create a key* in the first section makes them, one for each of its examples, and this page then shows their ids, and \
            what they encrypt and sign, in the examples. Go from top to bottom; what deletes comes last.

            Members are those of the AWS KMS API in camelCase, bytes are base64, times ISO 8601. A `keyId` in a body is a key id, \
            a key ARN, an alias name (`alias/…`) or an alias ARN. A member that an operation does not know is refused, so that a \
            misspelt one cannot go unnoticed. A list answers `nextCursor` while there is more.

            Errors are `application/problem+json` (RFC 9457): `code` is the AWS error code, `detail` AWS's own text, `requestId` \
            what the audit records of the call have as `requestID`.""";

    /** The sections, in the order in which their examples work. */
    private static final List<Tag> SECTIONS = List.of(
            section("Keys", "Create, list, describe, enable and disable keys"),
            section("Aliases", "Names for keys, which can be pointed to another key"),
            section("Tags", "Labels of keys"),
            section("Key policy", "Who may use and administer a key"),
            section("Grants", "Permissions on one key, given to a principal and taken back"),
            section("Rotation", "New material for a key; what older material encrypted still opens"),
            section("Multi-Region keys", "The same key in several regions"),
            section("Imported key material", "Key material that its owner makes and brings"),
            section("Cryptography", "Up to 4096 bytes at a time, and data keys for everything larger"),
            section("Batches", "Many small data in one request"),
            section("Signatures", "By keys whose private half never leaves KMS"),
            section("MACs", "Message authentication codes by HMAC"),
            section("Shared secrets", "By key agreement (ECDH) or encapsulation (ML-KEM)"),
            section("Envelope", "Data of any size, in the AWS Encryption SDK's message format"),
            section("Custom key stores", "Where keys are kept elsewhere: CloudHSM clusters, external key managers"),
            section("Audit", "What was done: CloudTrail records"),
            section("Key deletion", "After a waiting period, until whose end it can be cancelled"),
            section("Development", "The clock, which can be moved forward: in the profile dev alone"));

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties known = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Sealkeep")
                        .version(known == null ? "unknown" : known.getVersion())
                        .description(DESCRIPTION)
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .servers(List.of(new Server().url("/").description("This server")));
    }

    @Bean
    OpenApiCustomizer commonParts() {
        return new CommonParts(SECTIONS);
    }

    @Bean
    SwaggerIndexTransformer swaggerIndexTransformer(
            SwaggerUiConfigProperties ui,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mapper) {
        return new RefreshingSwaggerUi(ui, oauth, welcome, mapper);
    }

    private static Tag section(String name, String description) {
        return new Tag().name(name).description(description);
    }
}
