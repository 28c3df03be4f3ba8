package io.github.camelsms.internal.transport;

import java.io.IOException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Reads heads of replies as Apache's client does, but none that no request asked for, none without end and none that breaks off. */
final class ReplyHeadParser implements NHttpMessageParser<HttpResponse> {

    private final Connection connection;
    private final NHttpMessageParser<HttpResponse> parser =
            new DefaultHttpResponseParserFactory(ReplyHead.LIMITS).create();
    private int length;

    ReplyHeadParser(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void reset() {
        parser.reset();
        length = 0;
    }

    @Override
    public @Nullable HttpResponse parse(SessionInputBuffer input, boolean endOfStream)
            throws IOException, HttpException {
        if (!connection.awaitsReply()) {
            if (input.hasData()) {
                throw new HttpException("input that no request asked for");
            }
            return null;
        }
        int before = input.length();
        HttpResponse head = parser.parse(input, false);
        length += before - input.length();
        if (length + (head == null ? input.length() : 0) > ReplyHead.MAX_BYTES) {
            throw new MessageConstraintException(
                    "the head of the reply is larger than " + ReplyHead.MAX_BYTES + " bytes");
        }
        if (head == null && endOfStream) {
            throw new ConnectionClosedException("the connection ended within the head of the reply");
        }
        return head;
    }
}
