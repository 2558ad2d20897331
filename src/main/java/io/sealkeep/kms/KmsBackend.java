// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import software.amazon.awssdk.services.kms.KmsClient;

/** What stands behind the audited client. Safe for concurrent use; closed by the application context before the trail. */
interface KmsBackend extends AutoCloseable {

    /**
     * Returns the client for a region, not audited.
     *
     * @param region a region name of the right form
     * @throws software.amazon.awssdk.services.kms.model.KmsException if the backend has no such region
     */
    KmsClient client(String region);

    /** Returns how this backend's changes are kept from going unrecorded. */
    ChangeLog changes();

    /** Returns the backend in words, for the start-up banner. */
    BackendDescription description();

    @Override
    void close();
}
