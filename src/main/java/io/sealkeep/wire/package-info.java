/**
 * Door: the AWS JSON 1.1 endpoint, {@code POST /}. Turns an {@code X-Amz-Target} request into one call on {@code KmsClient} and
 * its result into the answer AWS KMS would give.
 *
 * <p>Public: nothing; Spring finds the controller. The table of operations and the codec are made from the SDK's own classes, so
 * an operation that a later SDK adds is served without a line here. May touch: {@code KmsClient} and its model, {@code call}.
 * Never: checks a length or a key's state (the backend does), knows which backend it is, or logs a body.
 */
@NullMarked
package io.sealkeep.wire;

import org.jspecify.annotations.NullMarked;
