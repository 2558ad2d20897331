/**
 * Part of the engine: checks a request against the constraints of the KMS API model, as the service does before it looks at a
 * key, and refuses it in the service's words.
 *
 * <p>Who may enter: {@link io.sealkeep.engine.validation.RequestValidation}. May touch: the SDK's model classes and two
 * resources beside this package: {@code kms-2014-11-01.json}, the model as AWS publishes it, and {@code amendments.json}, what
 * the service does differently. Never: looks at a key, a state or the store, or repeats a secret in a message.
 */
@NullMarked
package io.sealkeep.engine.validation;

import org.jspecify.annotations.NullMarked;
