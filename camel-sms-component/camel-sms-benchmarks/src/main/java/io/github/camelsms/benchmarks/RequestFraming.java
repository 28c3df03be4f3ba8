package io.github.camelsms.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Finds where each HTTP/1.1 request ends and drops it. Bodies have a length, or chunks that contain no line break. */
abstract class RequestFraming extends ByteToMessageDecoder {

    private static final int SECOND_OF_PATH = "POST /".length() + 1;
    private static final int LENGTH_COLON = "Content-Length".length();
    private static final int UNFINISHED = -1;

    /**
     * A request has been read.
     *
     * @param secondOfPath the second character after the first slash of the path
     */
    abstract void requestRead(ChannelHandlerContext context, char secondOfPath);

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int end = endOfRequest(in, start);
        if (end != UNFINISHED) {
            char secondOfPath = (char) in.getByte(start + SECOND_OF_PATH);
            in.readerIndex(end);
            requestRead(context, secondOfPath);
            // ByteToMessageDecoder calls again as long as bytes are consumed and some remain
        }
    }

    /** The index after the request's last octet. */
    private static int endOfRequest(ByteBuf in, int start) {
        int length = UNFINISHED;
        int line = start;
        while (true) {
            int lineFeed = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (lineFeed < 0) {
                return UNFINISHED;
            }
            if (lineFeed == line + 1) {
                return endOfBody(in, lineFeed + 1, length);
            }
            if (isContentLength(in, line, lineFeed)) {
                length = number(in, line + LENGTH_COLON + 1, lineFeed);
            }
            line = lineFeed + 1;
        }
    }

    /** @param length of the body, or {@link #UNFINISHED} when it comes in chunks */
    private static int endOfBody(ByteBuf in, int body, int length) {
        if (length != UNFINISHED) {
            int end = body + length;
            return end <= in.writerIndex() ? end : UNFINISHED;
        }
        int line = body;
        while (true) {
            int lineFeed = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (lineFeed < 0) {
                return UNFINISHED;
            }
            if (lineFeed == line + 2 && in.getByte(line) == '0') {
                int end = lineFeed + 3;
                return end <= in.writerIndex() ? end : UNFINISHED;
            }
            line = lineFeed + 1;
        }
    }

    private static boolean isContentLength(ByteBuf in, int line, int lineFeed) {
        return lineFeed - line > LENGTH_COLON
                && in.getByte(line + LENGTH_COLON) == ':'
                && (in.getByte(line) | 0x20) == 'c'
                && (in.getByte(line + "Content-".length()) | 0x20) == 'l';
    }

    private static int number(ByteBuf in, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = in.getByte(i) - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
            }
        }
        return number;
    }
}
