// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;

/** The key that an operation was carried out on: its ARN, as AWS answers. */
@Schema(
        name = "KeyReference",
        example = "{\"keyId\": \"arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab\"}")
record KeyReference(String keyId) {}
