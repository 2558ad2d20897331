// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import io.sealkeep.call.RandomIds;
import io.sealkeep.home.SealkeepProperties;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Outermost filter: gives every request an id, learns its region and who claims to make it, and binds the {@link Caller}. Tells
 * browsers what not to do with the answer.
 *
 * <p>The region is the one in the SigV4 credential scope, else the {@code region} query parameter, else the configured one. A
 * credential is read, not verified: in this mode nobody is authenticated, and records say so. Safe for concurrent use.
 *
 * <p>Source of the scope's form: AWS General Reference, "Create a signed AWS API request".
 */
final class CallerFilter implements Filter {

    /** Request attribute: the {@link Refusal} that the request's head calls for, for {@link RequestGuard} to say. */
    static final String REFUSAL = CallerFilter.class.getName() + ".refusal";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /** The access key id is whatever a client was configured with: it is a claim, not AWS's. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/,\\s]{1,128})/[0-9]{1,8}/([^/,\\s]{1,64})/");

    private static final Pattern REGION = Pattern.compile(SealkeepProperties.REGION_PATTERN);

    private final SealkeepProperties properties;

    CallerFilter(SealkeepProperties properties) {
        this.properties = properties;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller = caller((HttpServletRequest) request);
        head((HttpServletRequest) request, (HttpServletResponse) response, caller);
        try {
            ScopedValue.where(Caller.CURRENT, caller).call(() -> {
                chain.doFilter(request, response);
                return null;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /**
     * What a browser may ask for is not to be shown inside another page, or to be taken for another type than it says. The wire door's
     * answers have the headers of AWS's.
     */
    private static void head(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        response.setHeader("x-amzn-RequestId", caller.requestId());
        if (request.getMethod().equals("POST") && request.getRequestURI().equals("/")) {
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
    }

    private Caller caller(HttpServletRequest request) {
        String accessKeyId = null;
        String region = null;
        String authorization = request.getHeader("Authorization");
        Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        if (credential.find()) {
            accessKeyId = credential.group(1);
            region = credential.group(2);
        } else if (authorization != null && authorization.startsWith(ALGORITHM)) {
            // Signed for a region that cannot be read: the default one would be a guess.
            request.setAttribute(REFUSAL, Refusal.INCOMPLETE_SIGNATURE);
        } else {
            region = regionOf(request.getQueryString());
        }
        if (region == null) {
            region = properties.region();
        } else if (!region.equals(properties.region())
                && !REGION.matcher(region).matches()) {
            request.setAttribute(REFUSAL, Refusal.BAD_REGION);
            region = properties.region();
        }
        return new Caller(
                Principal.unauthenticated(properties.accountId(), accessKeyId),
                RandomIds.next(),
                region,
                request.getRemoteAddr(),
                request.getHeader("User-Agent"),
                null);
    }

    /** Reads the query alone: {@code getParameter} would also read, and use up, a form body. */
    private static @Nullable String regionOf(@Nullable String query) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int end = pair.indexOf('=');
            if (end >= 0 && decoded(pair.substring(0, end)).equals("region")) {
                return decoded(pair.substring(end + 1));
            }
        }
        return null;
    }

    /** Returns the text as it came where it is not validly encoded: it is then no name and no region. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
