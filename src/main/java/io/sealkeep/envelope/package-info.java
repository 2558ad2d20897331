// SPDX-License-Identifier: Apache-2.0
/**
 * Door: envelope encryption of data of any size, as messages of the AWS Encryption SDK, streamed in and out in constant memory.
 *
 * <p>Public: nothing; Spring finds the controller. May touch: {@code KmsClient} and its model, {@code call}, {@code audit}, the
 * Encryption SDK. Never: makes a format of its own, weakens the SDK's commitment policy, buffers a stream's body, or ends an
 * answer cleanly that is not whole.
 *
 * <p>A call, in order: {@code EnvelopeController} → {@code EnvelopeService} (which decides what is accepted and writes the call's
 * own record) → {@code EncryptionSdk} → {@code EnvelopeKms}, the one GenerateDataKey or Decrypt on the audited client. {@code
 * MessageHeader} and {@code MessageFrames} know the format and no cipher; {@code HeldBackOutput} keeps an answer's end until its
 * record is durable; {@code StreamedAnswer} breaks the connection where an answer has begun and cannot be finished.
 */
@NullMarked
package io.sealkeep.envelope;

import org.jspecify.annotations.NullMarked;
