// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Where the container sends what failed outside every controller: a problem with status and code, and nothing about the cause.
 * Stands in place of Boot's page. Safe for concurrent use.
 */
@Hidden
@Controller
final class ErrorPage implements ErrorController {

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object attribute = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = attribute instanceof Integer given ? given : 404;
        Problem problem = Problem.of(HttpStatusCode.valueOf(status), ApiErrors.codeOf(status), null);
        ProblemWriter.write(problem.withRequestId(response.getHeader("x-amzn-RequestId")), response);
    }
}
