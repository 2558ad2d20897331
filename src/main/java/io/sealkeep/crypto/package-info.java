// SPDX-License-Identifier: Apache-2.0
/**
 * Door: encrypt, decrypt, re-encrypt, data keys and random bytes over REST. Turns a request into one call on {@code KmsClient}.
 *
 * <p>Public: nothing; Spring finds the controller. May touch: {@code KmsClient} and its model, {@code web}, {@code call}. Never:
 * touches a cipher, keeps a plaintext, or lets one into a text: every secret member is {@link io.sealkeep.web.Bytes}.
 */
@NullMarked
package io.sealkeep.crypto;

import org.jspecify.annotations.NullMarked;
