// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import software.amazon.awssdk.services.kms.model.CloudHsmClusterInUseException;
import software.amazon.awssdk.services.kms.model.CloudHsmClusterNotRelatedException;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreHasCmKsException;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreInvalidStateException;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreNameInUseException;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreNotFoundException;
import software.amazon.awssdk.services.kms.model.IncorrectTrustAnchorException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.XksProxyUriEndpointInUseException;
import software.amazon.awssdk.services.kms.model.XksProxyUriInUseException;
import software.amazon.awssdk.services.kms.model.XksProxyUriUnreachableException;
import software.amazon.awssdk.services.kms.model.XksProxyVpcEndpointServiceInUseException;

/**
 * Makes the exceptions by which custom key stores are refused: AWS's codes, all with status 400. No recorded answer of AWS tells its
 * texts, so these are our own.
 */
public final class CustomKeyStoreRefusal {

    private CustomKeyStoreRefusal() {}

    /** There is no store of this id or name in the region. */
    public static KmsException notFound(String idOrName) {
        return Refusal.made(
                CustomKeyStoreNotFoundException.builder(),
                "CustomKeyStoreNotFoundException",
                "Custom key store '" + idOrName + "' does not exist");
    }

    /** The store's connection state does not allow the operation. */
    public static KmsException invalidState(String storeId, ConnectionStateType state, String required) {
        return Refusal.made(
                CustomKeyStoreInvalidStateException.builder(),
                "CustomKeyStoreInvalidStateException",
                "The connection state of custom key store " + storeId + " is " + state + ". It must be " + required
                        + ".");
    }

    /** Another store of the region has this name. */
    public static KmsException nameInUse(String name) {
        return Refusal.made(
                CustomKeyStoreNameInUseException.builder(),
                "CustomKeyStoreNameInUseException",
                "The custom key store name '" + name + "' is already in use.");
    }

    /** The store has keys, which may be pending deletion. */
    public static KmsException hasKeys(String storeId) {
        return Refusal.made(
                CustomKeyStoreHasCmKsException.builder(),
                "CustomKeyStoreHasCMKsException",
                "Custom key store " + storeId + " contains KMS keys.");
    }

    /** The cluster belongs to another store of the account. */
    public static KmsException clusterInUse(String clusterId) {
        return Refusal.made(
                CloudHsmClusterInUseException.builder(),
                "CloudHsmClusterInUseException",
                "The CloudHSM cluster " + clusterId + " is already associated with a custom key store.");
    }

    /** The cluster shares no backup history with the one that the store has. */
    public static KmsException clusterNotRelated(String clusterId) {
        return Refusal.made(
                CloudHsmClusterNotRelatedException.builder(),
                "CloudHsmClusterNotRelatedException",
                "The CloudHSM cluster " + clusterId + " is not related to the one of the custom key store.");
    }

    /** The trust anchor is no certificate. */
    public static KmsException incorrectTrustAnchor() {
        return Refusal.made(
                IncorrectTrustAnchorException.builder(),
                "IncorrectTrustAnchorException",
                "The trust anchor certificate is not an X.509 certificate in PEM form.");
    }

    /** Another external key store of the region has this endpoint and path. */
    public static KmsException uriInUse(String uri) {
        return Refusal.made(
                XksProxyUriInUseException.builder(),
                "XksProxyUriInUseException",
                "The external key store proxy URI " + uri + " is already in use.");
    }

    /** Another external key store of the region has this endpoint, which one that has a VPC endpoint service shares with none. */
    public static KmsException endpointInUse(String uriEndpoint) {
        return Refusal.made(
                XksProxyUriEndpointInUseException.builder(),
                "XksProxyUriEndpointInUseException",
                "The external key store proxy endpoint " + uriEndpoint + " is already in use.");
    }

    /** Another external key store of the region has this VPC endpoint service. */
    public static KmsException serviceInUse(String serviceName) {
        return Refusal.made(
                XksProxyVpcEndpointServiceInUseException.builder(),
                "XksProxyVpcEndpointServiceInUseException",
                "The VPC endpoint service " + serviceName + " is already in use.");
    }

    /** The proxy does not answer. */
    public static KmsException unreachable(String uri) {
        return Refusal.made(
                XksProxyUriUnreachableException.builder(),
                "XksProxyUriUnreachableException",
                "The external key store proxy at " + uri
                        + " cannot be reached: the embedded KMS does not connect to external key"
                        + " store proxies yet.");
    }
}
