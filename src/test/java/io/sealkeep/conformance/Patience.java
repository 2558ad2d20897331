// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stops calling a server that does not answer, so that hundreds of tests do not each wait for it: one operation after three
 * calls without any answer, all of them after six in a row. An error is an answer.
 */
final class Patience implements ExecutionInterceptor {

    static final int CALLS_OF_ONE_OPERATION = 3;
    static final int CALLS_IN_A_ROW = 6;

    private final Map<String, Integer> unanswered = new ConcurrentHashMap<>();
    private final AtomicInteger inARow = new AtomicInteger();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = operation(attributes);
        if (inARow.get() >= CALLS_IN_A_ROW || unanswered.getOrDefault(operation, 0) >= CALLS_OF_ONE_OPERATION) {
            throw SdkClientException.create("not called: the server did not answer the calls before");
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        inARow.set(0);
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!isSilence(context.exception())) {
            inARow.set(0);
        } else if (context.httpRequest().isPresent()) {
            inARow.incrementAndGet();
            unanswered.merge(operation(attributes), 1, Integer::sum);
        }
    }

    /** Returns whether the failure says that nothing came back. */
    static boolean isSilence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static String operation(ExecutionAttributes attributes) {
        return String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
}
