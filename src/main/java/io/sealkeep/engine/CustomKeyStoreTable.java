// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.engine.CheckedCall.call;

import software.amazon.awssdk.services.kms.model.ConnectCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.ConnectCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.DeleteCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.DeleteCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresRequest;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresResponse;
import software.amazon.awssdk.services.kms.model.DisconnectCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.DisconnectCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreResponse;

/** The part of the table of operations that is about custom key stores. Safe for concurrent use. */
abstract class CustomKeyStoreTable extends OperationTable {

    private final CreateCustomKeyStoreOperation creation;
    private final UpdateCustomKeyStoreOperation update;
    private final CustomKeyStoreOperations stores;

    CustomKeyStoreTable(EngineParts parts) {
        super(parts);
        Keys keys = parts.keys();
        Changes changes = parts.changes();
        EngineSettings settings = parts.settings();
        ProxyCredentials credentials = new ProxyCredentials(settings.accountId(), settings.rootKey());
        this.creation = new CreateCustomKeyStoreOperation(keys, changes, credentials, settings.limits());
        this.update = new UpdateCustomKeyStoreOperation(keys, changes, credentials);
        this.stores = new CustomKeyStoreOperations(keys, parts.store(), parts.lists(), changes);
    }

    @Override
    public CreateCustomKeyStoreResponse createCustomKeyStore(CreateCustomKeyStoreRequest request) {
        return call(request, creation::createCustomKeyStore);
    }

    @Override
    public UpdateCustomKeyStoreResponse updateCustomKeyStore(UpdateCustomKeyStoreRequest request) {
        return call(request, update::updateCustomKeyStore);
    }

    @Override
    public DescribeCustomKeyStoresResponse describeCustomKeyStores(DescribeCustomKeyStoresRequest request) {
        return call(request, stores::describeCustomKeyStores);
    }

    @Override
    public ConnectCustomKeyStoreResponse connectCustomKeyStore(ConnectCustomKeyStoreRequest request) {
        return call(request, stores::connectCustomKeyStore);
    }

    @Override
    public DisconnectCustomKeyStoreResponse disconnectCustomKeyStore(DisconnectCustomKeyStoreRequest request) {
        return call(request, stores::disconnectCustomKeyStore);
    }

    @Override
    public DeleteCustomKeyStoreResponse deleteCustomKeyStore(DeleteCustomKeyStoreRequest request) {
        return call(request, stores::deleteCustomKeyStore);
    }
}
