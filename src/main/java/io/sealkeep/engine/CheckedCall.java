// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.StoreUnavailableException;
import io.sealkeep.engine.validation.RequestValidation;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/** What every call passes on its way to the class that does it. Stateless. */
final class CheckedCall {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedCall.class);

    private CheckedCall() {}

    /** Makes a call: the model's checks before, and trouble of our own put into the API's words after. */
    static <Q extends KmsRequest, R> R call(Q request, Function<Q, R> operation) {
        RequestValidation.validate(request);
        try {
            return operation.apply(request);
        } catch (KmsException e) {
            throw e;
        } catch (StoreUnavailableException e) {
            LOG.warn("{}: {}", request.getClass().getSimpleName(), e.getMessage());
            throw Refusal.unavailable(e.getMessage());
        } catch (SecretBytes.WipedException e) {
            throw Refusal.unavailable("The call took too long and was given up. Nothing was changed.");
        } catch (RuntimeException e) {
            LOG.error("{} failed", request.getClass().getSimpleName(), e);
            throw Refusal.internal();
        }
    }
}
