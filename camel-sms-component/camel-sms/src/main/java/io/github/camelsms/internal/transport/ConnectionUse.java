package io.github.camelsms.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One request and its reply on a connection. The request leaves in one piece, so nothing is produced in streams. */
abstract class ConnectionUse implements AsyncClientExchangeHandler {

    /** The whole reply was read and the I/O thread is done with the input that it came with. */
    abstract void settle();

    @Override
    public final int available() {
        return 0;
    }

    @Override
    public final void produce(DataStreamChannel channel) {
        // The body went with the head.
    }

    @Override
    public final void updateCapacity(CapacityChannel channel) {
        // The window of input is unlimited; what takes it in is bounded.
    }

    @Override
    public final void consumeInformation(HttpResponse response, HttpContext context) {
        // A reply of class 1xx says that another one follows.
    }

    @Override
    public void consume(ByteBuffer src) throws IOException {
        src.position(src.limit());
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        // Most replies end with their head or are not read to their end.
    }

    @Override
    public final void cancel() {
        failed(new RequestNotExecutedException());
    }

    @Override
    public final void releaseResources() {
        // There are none.
    }
}
