// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body ends in an {@code IOException} once it has given more than its limit, or more than the budget of all
 * requests has left. One thread.
 */
final class LimitedRequest extends HttpServletRequestWrapper {

    private final long limit;
    private final BodyBudget budget;
    private long given;
    private int taken;
    private @Nullable Refusal refusal;

    LimitedRequest(HttpServletRequest request, long limit, BodyBudget budget) {
        super(request);
        this.limit = limit;
        this.budget = budget;
    }

    /** Returns which limit a reader met, or null. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /** Gives back what the body took of the budget, once nobody needs it any more. */
    void release() {
        budget.giveBack(taken);
        taken = 0;
    }

    private void count(int octets) throws IOException {
        given += octets;
        if (given > limit) {
            throw refused(Refusal.TOO_LARGE);
        }
        while (given > (taken + 1L) * BodyBudget.STEP) {
            if (!budget.take()) {
                throw refused(Refusal.BUSY);
            }
            taken++;
        }
    }

    private IOException refused(Refusal why) {
        refusal = why;
        return new IOException("the body is not read on: " + why);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Limited(super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private final class Limited extends ServletInputStream {

        private final ServletInputStream body;

        Limited(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int octet = body.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
