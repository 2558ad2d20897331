// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.engine.CheckedCall.call;

import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/** The part of the table of operations that is about grants. Safe for concurrent use. */
abstract class GrantOperationTable implements KmsClient {

    private final GrantOperations grants;

    GrantOperationTable(EngineParts parts) {
        this.grants = new GrantOperations(parts);
    }

    @Override
    public CreateGrantResponse createGrant(CreateGrantRequest request) {
        return call(request, grants::createGrant);
    }

    @Override
    public ListGrantsResponse listGrants(ListGrantsRequest request) {
        return call(request, grants::listGrants);
    }

    @Override
    public ListRetirableGrantsResponse listRetirableGrants(ListRetirableGrantsRequest request) {
        return call(request, grants::listRetirableGrants);
    }

    @Override
    public RetireGrantResponse retireGrant(RetireGrantRequest request) {
        return call(request, grants::retireGrant);
    }

    @Override
    public RevokeGrantResponse revokeGrant(RevokeGrantRequest request) {
        return call(request, grants::revokeGrant);
    }
}
