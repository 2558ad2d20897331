// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.kms.KmsClient;

/** Every contract there is, for one client. A subclass gives the client and is the test of one backend. */
public abstract class EveryContract {

    /** Returns the client under test: one region, one account, a caller who may do everything. */
    protected abstract KmsClient client();

    @Nested
    class KeyLifecycle extends KeyLifecycleContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class KeyStates extends KeyStateContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Alias extends AliasContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Tags extends TagContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Policy extends PolicyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Rotation extends RotationContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class EncryptDecrypt extends EncryptDecryptContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class DataKey extends DataKeyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Random extends RandomContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Pagination extends PaginationContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class CustomKeyStores extends CustomKeyStoreContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class CustomKeyStoreUpdates extends CustomKeyStoreUpdateContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class CustomKeyStoreKeys extends CustomKeyStoreKeyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }
}
