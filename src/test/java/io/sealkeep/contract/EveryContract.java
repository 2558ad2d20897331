// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.kms.KmsClient;

/** Every contract there is, for one client. A subclass gives the client and is the test of one backend. */
public abstract class EveryContract {

    /** Returns the client under test: one region, one account, a caller who may do everything. */
    protected abstract KmsClient client();

    /** Returns a client for another region of the same account. */
    protected abstract KmsClient otherRegion();

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
    class Identifiers extends IdentifierContract {
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
    class Grant extends GrantContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class GrantToken extends GrantTokenContract {
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
    class CreateKey extends CreateKeyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class PublicKey extends PublicKeyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class SignVerify extends SignVerifyContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class SignVerifyRefusal extends SignVerifyRefusalContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Mac extends MacContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class AsymmetricEncrypt extends AsymmetricEncryptContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class AsymmetricReEncrypt extends AsymmetricReEncryptContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class KeyAgreement extends KeyAgreementContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Encapsulation extends EncapsulationContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class DataKeyPair extends DataKeyPairContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class DryRun extends DryRunContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class LastUsage extends LastUsageContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Recipient extends RecipientContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class Import extends ImportContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class ImportRotation extends ImportRotationContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }
    }

    @Nested
    class MultiRegion extends MultiRegionContract {
        @Override
        protected KmsClient client() {
            return EveryContract.this.client();
        }

        @Override
        protected KmsClient otherRegion() {
            return EveryContract.this.otherRegion();
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
