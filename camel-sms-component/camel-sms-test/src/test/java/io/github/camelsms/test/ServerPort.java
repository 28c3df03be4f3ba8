package io.github.camelsms.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.impl.DefaultCamelContext;

/** The port of a Camel's HTTP server in a test. */
public final class ServerPort {

    private static final String SERVER = "/org/apache/camel/component/platform/http/main/MainHttpServer.class";

    private ServerPort() {}

    /** Skips a test that receives where no server is among the jars: camel-platform-http-main 4.22.0 cannot be had. */
    public static void assumeServer() {
        assumeTrue(ServerPort.class.getResource(SERVER) != null, "camel-platform-http-main is not on the class path");
    }

    /** 0, with which the system chooses; on Camel 4.14, whose consumers find no server of that port, one that is free now. */
    public static int any() {
        return new DefaultCamelContext().getVersion().startsWith("4.14.") ? free() : 0;
    }

    static int free() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }
}
