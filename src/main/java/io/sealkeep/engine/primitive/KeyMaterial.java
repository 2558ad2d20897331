// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

/**
 * Material of one key, ready for use; made by {@link KeyMaterials#open}. Safe for concurrent use; closed by whoever
 * opened it.
 *
 * <p>Closing wipes what can be wiped. What asks the secret part of closed material throws
 * {@link SecretBytes.WipedException}; nothing computed from a wiped secret is answered. Limit: the numbers of an RSA or
 * elliptic curve private key live in objects of the JDK and Bouncy Castle that cannot be wiped, only dropped.
 */
public sealed interface KeyMaterial extends AutoCloseable permits SymmetricKey, MacKey, KeyPairMaterial {

    /** Returns the id of the material: 64 hex digits. */
    String materialId();

    /** Wipes the material. Closing again does nothing more. */
    @Override
    void close();
}
