// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what no door should see: a path that is not what it seems, an unusable region, an encoded body, a body over the limit,
 * more bodies or streams at a time than there is memory for, and requests that a web page of another site makes a browser send.
 * Safe for concurrent use.
 *
 * <p>Without authentication a browser on the same machine is a way in: a page anywhere can post to 127.0.0.1, or give its own
 * name that address. So {@code Origin} and {@code Sec-Fetch-Site}, where a browser sends them, must say that it is this server's
 * own page, and {@code Host} must be {@code localhost}, a name that the operator allowed, or an address, which no name server can
 * give away.
 */
final class RequestGuard implements Filter {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /** Doors match the path as it came, servers resolve it first: such a path is two, and which one is meant nobody can say. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(;[^/]*)?(/|$)");

    private final SecurityProperties security;

    /** Nearly all requests name the same host. */
    private volatile @Nullable String lastOurs;

    private final BodyBudget bodies;
    private final Semaphore streams;

    RequestGuard(SecurityProperties security) {
        this(security, BodyBudget.ofHeap());
    }

    RequestGuard(SecurityProperties security, BodyBudget bodies) {
        this.security = security;
        this.bodies = bodies;
        this.streams = new Semaphore(security.maxStreams());
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (!fromHere(request)) {
            Refusal.FOREIGN_SITE.write(request, response);
        } else if (DOT_SEGMENT.matcher(request.getRequestURI()).find()) {
            Refusal.DOT_SEGMENT.write(request, response);
        } else if (request.getAttribute(CallerFilter.REFUSAL) instanceof Refusal refusal) {
            refusal.write(request, response);
        } else if (request.getHeader("Content-Encoding") != null) {
            Refusal.ENCODED_BODY.write(request, response);
        } else if (isStream(request)) {
            stream(request, response, chain);
        } else if (request.getContentLengthLong() > security.maxRequestBody().toBytes()) {
            Refusal.TOO_LARGE.write(request, response);
        } else {
            limited(request, response, chain);
        }
    }

    private void stream(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!streams.tryAcquire()) {
            Refusal.BUSY.write(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            streams.release();
        }
    }

    private void limited(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        LimitedRequest limited =
                new LimitedRequest(request, security.maxRequestBody().toBytes(), bodies);
        try {
            chain.doFilter(limited, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (limited.refusal() == null) {
                throw e;
            }
        } finally {
            limited.release();
        }
        Refusal refusal = limited.refusal();
        if (refusal != null && !response.isCommitted()) {
            response.resetBuffer();
            refusal.write(request, response);
        }
    }

    /** A body without a type is one of octets: RFC 9110, section 8.3, and so the door takes it. */
    private static boolean isStream(HttpServletRequest request) {
        String type = request.getContentType();
        boolean isOctets =
                type == null || type.isEmpty() || type.toLowerCase(Locale.ROOT).startsWith("application/octet-stream");
        return isOctets && request.getRequestURI().startsWith("/v1/envelope/");
    }

    private boolean fromHere(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null || !isOurs(host)) {
            return false;
        }
        String origin = request.getHeader("Origin");
        boolean isOwn = origin == null
                || origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host);
        return isOwn && (!isFetchedByAnotherSite(request) || isPage(request));
    }

    /** A GET by an image or a link carries no Origin. Source: W3C Fetch Metadata Request Headers, Sec-Fetch-Site. */
    private static boolean isFetchedByAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return "cross-site".equals(site) || "same-site".equals(site);
    }

    /** A link to Swagger UI may stand on any page. What it shows and does, it fetches from here by itself. */
    private static boolean isPage(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("GET")
                && (path.equals("/swagger-ui.html") || path.startsWith("/swagger-ui/"));
    }

    private boolean isOurs(String host) {
        if (host.equals(lastOurs)) {
            return true;
        }
        String name = nameOf(host);
        boolean isOurs = name != null && (name.equals("localhost") || isAddress(name) || security.allows(name));
        if (isOurs) {
            lastOurs = host;
        }
        return isOurs;
    }

    private static @Nullable String nameOf(String host) {
        try {
            String name = URI.create("http://" + host).getHost();
            return name == null ? null : name.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isAddress(String name) {
        return name.startsWith("[") || IPV4.matcher(name).matches();
    }
}
