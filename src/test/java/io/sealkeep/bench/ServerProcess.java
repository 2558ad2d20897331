// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, on a free port of loopback. */
final class ServerProcess implements AutoCloseable {

    private static final long STARTS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server and returns once it answers.
     *
     * @param java what follows {@code java} on the command line
     * @param arguments the application's own; its port is added
     */
    static ServerProcess start(List<String> java, List<String> arguments, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(java);
        command.addAll(arguments);
        command.add("--server.port=" + port);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ServerProcess server = new ServerProcess(process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        server.awaitReady(log);
        return server;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(Path log) throws InterruptedException {
        long deadline = System.nanoTime() + STARTS_WITHIN_NANOS;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!answers(client)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    close();
                    throw new IllegalStateException("a server did not start: see " + log);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** The bare application has no such page, and says so: it answers, too. */
    private boolean answers(HttpClient client) throws InterruptedException {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/readyz");
            int status = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200 || status == 404;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
