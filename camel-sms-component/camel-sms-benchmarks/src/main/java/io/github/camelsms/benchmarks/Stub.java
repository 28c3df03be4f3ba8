package io.github.camelsms.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/**
 * The provider, in a process of its own: answers every POST with a fixed success: of 2FA.link at {@code /sms}, of Transmit
 * SMS for 500 recipients at {@code /send-sms.json}, of TeleSign elsewhere.
 * One event loop and the least HTTP that the clients need, so that it stays far cheaper than they are.
 */
final class Stub {

    /** The message id of every reply. */
    static final String MESSAGE_ID = "0123456789ABCDEF0123456789ABCDEF";

    private static final ByteBuf TWO_FA_LINK = http("""
            {"errorcode":100,"errormsg":"Success","request_id":"%s"}""".formatted(MESSAGE_ID));
    private static final ByteBuf TELESIGN = http("""
            {"reference_id":"%s","sub_resource":"sms","errors":[],\
            "status":{"code":290,"description":"Message in progress","updated_on":"2026-01-01T12:00:00.000000Z"},\
            "verify":{"code_state":"UNKNOWN","code_entered":""}}""".formatted(MESSAGE_ID));

    /** A full call: a bulk send must have a multiple of its recipients. */
    private static final ByteBuf TRANSMIT_SMS = http("""
            {"message_id":331694668,"send_at":"2026-01-01 12:00:00","recipients":500,"cost":43.5,"sms":1,\
            "error":{"code":"SUCCESS","description":"OK"}}""");

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final SslContext tls;

    private Stub(Path keyStore) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(Certificate.read(keyStore), Certificate.PASSWORD.toCharArray());
        tls = SslContextBuilder.forServer(keys).build();
    }

    /** Serves until its standard input ends. Writes one line with its {@link StubAddress}. Argument: the key store. */
    public static void main(String[] args) throws Exception {
        Stub stub = new Stub(Path.of(args[0]));
        Map<Target, Integer> ports = new EnumMap<>(Target.class);
        for (Target target : Target.values()) {
            ports.put(target, stub.listen(target));
        }
        System.out.println(new StubAddress(ProcessHandle.current().pid(), ports));
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** @return a reply to send duplicates of, as often as one likes */
    private static ByteBuf http(String json) {
        String reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Thu, 01 Jan 2026 12:00:00 GMT\r\n"
                + "Content-Length: " + json.length() + "\r\n\r\n" + json;
        ByteBuf direct = UnpooledByteBufAllocator.DEFAULT.directBuffer(reply.length());
        direct.writeCharSequence(reply, StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(direct.asReadOnly());
    }

    private int listen(Target target) throws InterruptedException {
        Channel server = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws SSLException {
                        if (target.isTls()) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Answer(target));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Answers each request of one connection. */
    private static final class Answer extends RequestFraming {

        private final Target target;

        Answer(Target target) {
            this.target = target;
        }

        @Override
        void requestRead(ChannelHandlerContext context, char secondOfPath) {
            ByteBuf reply =
                    switch (secondOfPath) {
                        case 'm' -> TWO_FA_LINK;
                        case 'e' -> TRANSMIT_SMS;
                        default -> TELESIGN;
                    };
            if (target.delays()) {
                context.executor()
                        .schedule(
                                () -> context.writeAndFlush(reply.duplicate(), context.voidPromise()),
                                Target.DELAY_MILLIS,
                                TimeUnit.MILLISECONDS);
            } else {
                context.writeAndFlush(reply.duplicate(), context.voidPromise());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
