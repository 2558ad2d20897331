// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatusCode;

/**
 * Tells what Tomcat refuses by itself, such as a path with an encoded slash, as a problem, in place of its HTML page. No filter has
 * seen such a request, so it has no id. Tomcat makes it, by its name. Safe for concurrent use.
 */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(
                    Problem.of(HttpStatusCode.valueOf(status), ApiErrors.codeOf(status), null), response.getResponse());
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
