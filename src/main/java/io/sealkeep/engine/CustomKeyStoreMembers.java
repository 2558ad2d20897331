// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/**
 * Which members of a request go with which type of custom key store. Stateless.
 *
 * <p>Source: AWS KMS API Reference, CreateCustomKeyStore and UpdateCustomKeyStore. It does not tell with which error members that do
 * not go together are refused; here it is ValidationException.
 */
final class CustomKeyStoreMembers {

    private static final String SERVICE = "XksProxyVpcEndpointServiceName";
    private static final String SERVICE_OWNER = "XksProxyVpcEndpointServiceOwner";

    private CustomKeyStoreMembers() {}

    /** A member of a request, there or not. */
    private record Member(String name, boolean isGiven) {

        static Member of(String name, @Nullable Object value) {
            return new Member(name, value != null);
        }
    }

    static CustomKeyStoreType type(CreateCustomKeyStoreRequest request) {
        return request.customKeyStoreType() == null ? CustomKeyStoreType.AWS_CLOUDHSM : request.customKeyStoreType();
    }

    /**
     * Refuses a new store that lacks what its type needs, or has what only the other has.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if so
     */
    static void check(CreateCustomKeyStoreRequest request) {
        List<Member> cluster = List.of(
                Member.of("CloudHsmClusterId", request.cloudHsmClusterId()),
                Member.of("KeyStorePassword", request.keyStorePassword()),
                Member.of("TrustAnchorCertificate", request.trustAnchorCertificate()));
        List<Member> proxy = List.of(
                Member.of("XksProxyConnectivity", request.xksProxyConnectivity()),
                Member.of("XksProxyAuthenticationCredential", request.xksProxyAuthenticationCredential()),
                Member.of("XksProxyUriEndpoint", request.xksProxyUriEndpoint()),
                Member.of("XksProxyUriPath", request.xksProxyUriPath()));
        Member service = Member.of(SERVICE, request.xksProxyVpcEndpointServiceName());
        Member owner = Member.of(SERVICE_OWNER, request.xksProxyVpcEndpointServiceOwner());
        String wanted = type(request).toString();
        if (type(request) == CustomKeyStoreType.AWS_CLOUDHSM) {
            require(cluster.stream(), wanted);
            forbid(Stream.concat(proxy.stream(), Stream.of(service, owner)), wanted);
        } else {
            require(proxy.stream(), wanted);
            forbid(cluster.stream(), wanted);
            if (request.xksProxyConnectivity() == XksProxyConnectivityType.VPC_ENDPOINT_SERVICE) {
                require(Stream.of(service), request.xksProxyConnectivityAsString());
            } else {
                forbid(Stream.of(service, owner), request.xksProxyConnectivityAsString());
            }
        }
    }

    /**
     * Refuses a change of what only a store of the other type has.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if so
     */
    static void check(UpdateCustomKeyStoreRequest request, CustomKeyStoreType type) {
        Stream<Member> others = type == CustomKeyStoreType.AWS_CLOUDHSM
                ? Stream.of(
                        Member.of("XksProxyConnectivity", request.xksProxyConnectivity()),
                        Member.of("XksProxyAuthenticationCredential", request.xksProxyAuthenticationCredential()),
                        Member.of("XksProxyUriEndpoint", request.xksProxyUriEndpoint()),
                        Member.of("XksProxyUriPath", request.xksProxyUriPath()),
                        Member.of(SERVICE, request.xksProxyVpcEndpointServiceName()),
                        Member.of(SERVICE_OWNER, request.xksProxyVpcEndpointServiceOwner()))
                : Stream.of(
                        Member.of("CloudHsmClusterId", request.cloudHsmClusterId()),
                        Member.of("KeyStorePassword", request.keyStorePassword()));
        forbid(others, type.toString());
    }

    /**
     * Refuses a change of a proxy's connectivity without what has to change with it, and a service where there is none.
     *
     * @param before the connectivity that the store has
     * @param after the one that it is to have
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if so
     */
    static void checkConnectivity(
            UpdateCustomKeyStoreRequest request, XksProxyConnectivityType before, XksProxyConnectivityType after) {
        Member service = Member.of(SERVICE, request.xksProxyVpcEndpointServiceName());
        if (after != before) {
            require(Stream.of(Member.of("XksProxyUriEndpoint", request.xksProxyUriEndpoint())), "a change to " + after);
        }
        if (after == XksProxyConnectivityType.PUBLIC_ENDPOINT) {
            Member owner = Member.of(SERVICE_OWNER, request.xksProxyVpcEndpointServiceOwner());
            forbid(Stream.of(service, owner), after.toString());
        } else if (after != before) {
            require(Stream.of(service), "a change to " + after);
        }
    }

    /** Returns whether the request changes what can be changed of a disconnected store alone. */
    static boolean needsDisconnection(UpdateCustomKeyStoreRequest request) {
        return request.cloudHsmClusterId() != null
                || request.keyStorePassword() != null
                || request.xksProxyConnectivity() != null
                || request.xksProxyUriEndpoint() != null
                || request.xksProxyVpcEndpointServiceName() != null
                || request.xksProxyVpcEndpointServiceOwner() != null;
    }

    /** Returns whether the request changes anything of a proxy. */
    static boolean changesProxy(UpdateCustomKeyStoreRequest request) {
        return request.xksProxyConnectivity() != null
                || request.xksProxyAuthenticationCredential() != null
                || request.xksProxyUriEndpoint() != null
                || request.xksProxyUriPath() != null
                || request.xksProxyVpcEndpointServiceName() != null
                || request.xksProxyVpcEndpointServiceOwner() != null;
    }

    private static void require(Stream<Member> members, String with) {
        members.filter(member -> !member.isGiven()).findFirst().ifPresent(missing -> {
            throw Refusal.validation(missing.name() + " is required with " + with + ".");
        });
    }

    private static void forbid(Stream<Member> members, String with) {
        members.filter(Member::isGiven).findFirst().ifPresent(given -> {
            throw Refusal.validation(given.name() + " is not valid with " + with + ".");
        });
    }
}
