// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;

/** A new custom key store: its id alone, as AWS answers. */
@Schema(name = "CreatedCustomKeyStore", example = "{\"customKeyStoreId\": \"" + ExampleCustomKeyStore.ID + "\"}")
record CreatedCustomKeyStore(String customKeyStoreId) {}
