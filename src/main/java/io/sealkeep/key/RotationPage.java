// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of rotations. */
@Schema(name = "RotationPage", example = """
                {"rotations": [{"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                  "keyMaterialId": "123d90a46faef4e7a3ef0e0cc6b2ac9ec8bfe2b1f1a9ac0ac7c3ddab03a1b43c",
                  "keyMaterialState": "CURRENT", "rotationType": "ON_DEMAND", "rotationDate": "2026-11-24T09:00:00Z"}]}""")
record RotationPage(List<RotationView> rotations, @Nullable String nextCursor) {}
