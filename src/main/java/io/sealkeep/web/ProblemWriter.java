// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem as the whole answer, and does not flush it. Stateless. */
final class ProblemWriter {

    private static final JsonMapper JSON = StrictJson.mapper();

    private ProblemWriter() {}

    static void write(Problem problem, HttpServletResponse response) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(problem));
    }
}
