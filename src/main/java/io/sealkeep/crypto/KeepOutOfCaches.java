// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Before each operation of this door: what they answer may be a secret. Stateless. */
@ControllerAdvice(basePackageClasses = KeepOutOfCaches.class)
final class KeepOutOfCaches {

    @ModelAttribute
    void noStore(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
    }
}
