package io.github.camelsms.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicLong;

/** The provider that reports, in a process of its own: a number of connections, on each one receipt after another. */
final class ReceiptCaller {

    private static final int OK = 200;

    private final AtomicLong refused = new AtomicLong();
    private final TelesignCallback.Requests requests;

    private ReceiptCaller(String path) throws GeneralSecurityException {
        requests = new TelesignCallback.Requests(path);
    }

    /** Runs until its standard input ends, then writes the number of receipts that were not accepted. Arguments: port, path, connections. */
    public static void main(String[] args) throws Exception {
        ReceiptCaller caller = new ReceiptCaller(args[1]);
        caller.connect(Integer.parseInt(args[0]), Integer.parseInt(args[2]));
        System.in.transferTo(OutputStream.nullOutputStream());
        System.out.println(caller.refused.get());
        System.exit(0);
    }

    private void connect(int port, int connections) throws InterruptedException {
        EventLoopGroup loop = new NioEventLoopGroup(1);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new Connection());
                    }
                });
        for (int i = 0; i < connections; i++) {
            bootstrap.connect(InetAddress.getLoopbackAddress(), port).sync();
        }
    }

    /** Sends a receipt, waits for the answer, and sends the next. */
    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpResponse response && response.status().code() != OK) {
                refused(response.status().toString());
            }
            if (part instanceof LastHttpContent) {
                send(context);
            }
        }

        private void send(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(requests.next()), context.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            refused(cause.toString());
            context.close();
        }

        private void refused(String why) {
            if (refused.getAndIncrement() == 0) {
                System.err.println("  receipt: " + why);
            }
        }
    }
}
