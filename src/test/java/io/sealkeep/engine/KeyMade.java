// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;

/**
 * What was made before, for the calls that take it. Where the key cannot make it, bytes of any kind stand in: the call is refused for
 * the key.
 *
 * @param ciphertext of {@code text}, under the key
 * @param signature of {@code text}, by the key
 * @param mac of {@code text}, by the key
 * @param encapsulated a shared secret, for the key
 * @param otherKey a symmetric key in the key's region
 * @param otherCiphertext under that key
 * @param otherPublicKey to agree on a secret with
 * @param sameKind an enabled key of the same spec and usage
 * @param policy the key's own
 * @param importing brings the key's material back
 */
record KeyMade(
        SdkBytes ciphertext,
        SdkBytes signature,
        SdkBytes mac,
        SdkBytes encapsulated,
        String otherKey,
        SdkBytes otherCiphertext,
        SdkBytes otherPublicKey,
        String sameKind,
        String policy,
        ImportKeyMaterialRequest importing) {}
