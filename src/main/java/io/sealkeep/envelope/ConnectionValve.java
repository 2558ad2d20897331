// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Gives a handler a way to break the connection it answers on. The servlet API has none: throwing out of a servlet makes Tomcat
 * append an error page to what was sent before it closes. Safe for concurrent use.
 */
final class ConnectionValve extends ValveBase {

    private static final String BREAK = ConnectionValve.class.getName() + ".break";

    ConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Runnable close = () -> response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        request.setAttribute(BREAK, close);
        getNext().invoke(request, response);
    }

    /**
     * Closes the connection of a request at once. Nothing more is written on it: no last chunk, no rest of an announced length.
     *
     * @throws IOException where the server is not ours to tell, for the container to break the connection on
     */
    static void breakConnection(ServletRequest request) throws IOException {
        if (!(request.getAttribute(BREAK) instanceof Runnable close)) {
            throw new IOException("the answer broke off");
        }
        close.run();
    }
}
