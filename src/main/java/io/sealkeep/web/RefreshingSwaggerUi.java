// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.webmvc.ui.SwaggerIndexPageTransformer;
import org.springdoc.webmvc.ui.SwaggerWelcomeCommon;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Swagger UI that reads the API description again when an operation has created something: the examples of the other operations
 * then name the key that now exists. Safe for concurrent use.
 */
final class RefreshingSwaggerUi extends SwaggerIndexPageTransformer {

    private static final String START = "window.ui = SwaggerUIBundle({";

    private static final String REFRESH = """
            responseInterceptor: function (response) {
              if (response.status === 201) {
                setTimeout(function () { window.ui.specActions.download(window.ui.specSelectors.url()); }, 0);
              }
              return response;
            },
            """.indent(4);

    RefreshingSwaggerUi(
            SwaggerUiConfigProperties ui,
            SwaggerUiOAuthProperties oauth,
            SwaggerWelcomeCommon welcome,
            ObjectMapperProvider mapper) {
        super(ui, oauth, welcome, mapper);
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        Resource transformed = super.transform(request, resource, chain);
        if (!(transformed instanceof TransformedResource)) {
            return transformed;
        }
        String script = transformed.getContentAsString(StandardCharsets.UTF_8).replace(START, START + "\n" + REFRESH);
        return new TransformedResource(resource, script.getBytes(StandardCharsets.UTF_8));
    }
}
