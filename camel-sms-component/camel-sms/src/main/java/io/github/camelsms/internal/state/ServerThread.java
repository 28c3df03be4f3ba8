package io.github.camelsms.internal.state;

/**
 * Whether the HTTP server's thread is held while an event waits. Camel's servers differ: Camel Main's, Jetty and netty-http take an
 * asynchronous answer; on the others a worker thread waits for it, so few events may wait there at once.
 */
public enum ServerThread {
    HELD,
    FREE
}
