// SPDX-License-Identifier: Apache-2.0
/**
 * Pure: the ciphers of the embedded engine and the bytes they make. The only package that touches {@code javax.crypto}
 * for KMS keys.
 *
 * <p>Who may enter: the engine. {@link io.sealkeep.engine.primitive.KeyMaterials} makes, opens and checks the material
 * of every key spec; what a {@link io.sealkeep.engine.primitive.KeyMaterial} can do is told by its interfaces, and
 * {@link io.sealkeep.engine.primitive.ImportWrapping} unwraps what is imported.
 * {@link io.sealkeep.engine.primitive.SymmetricKey} seals and opens what Encrypt and Decrypt carry;
 * {@link io.sealkeep.engine.primitive.CiphertextBlob} is the format alone and knows no cipher;
 * {@link io.sealkeep.engine.primitive.AesGcm} and {@link io.sealkeep.engine.primitive.Hkdf} know no format;
 * {@link io.sealkeep.engine.primitive.RootKey} wraps material at rest;
 * {@link io.sealkeep.engine.primitive.MarkerKey} vouches for markers. May touch: the JDK, Bouncy Castle's lightweight
 * classes (never its provider), the enums of the AWS SDK. Never: Spring, SQL, a log, the name of a caller; a secret in
 * a message or in {@code toString}.
 */
@NullMarked
package io.sealkeep.engine.primitive;

import org.jspecify.annotations.NullMarked;
