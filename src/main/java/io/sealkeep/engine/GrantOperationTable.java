// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.StoreUnavailableException;
import io.sealkeep.engine.validation.RequestValidation;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/** What every call passes on its way to the class that does it, and the table's lines for grants. Safe for concurrent use. */
abstract class GrantOperationTable implements KmsClient {

    private static final Logger LOG = LoggerFactory.getLogger(OperationTable.class);

    private final GrantOperations grants;

    GrantOperationTable(EngineParts parts) {
        this.grants = new GrantOperations(parts);
    }

    /** What every call passes: the model's checks before, and trouble of our own put into the API's words after. */
    static <Q extends KmsRequest, R> R call(Q request, Function<Q, R> operation) {
        RequestValidation.validate(request);
        try {
            return operation.apply(request);
        } catch (KmsException e) {
            throw e;
        } catch (StoreUnavailableException e) {
            LOG.warn("{}: {}", request.getClass().getSimpleName(), e.getMessage());
            throw Refusal.unavailable(e.getMessage());
        } catch (SecretBytes.WipedException e) {
            throw Refusal.unavailable("The call took too long and was given up. Nothing was changed.");
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.getClass().getSimpleName(), e);
            throw Refusal.internal();
        }
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
