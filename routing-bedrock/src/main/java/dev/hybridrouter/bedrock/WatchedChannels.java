package dev.hybridrouter.bedrock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Makes the connections of the HTTP client so that refused streams are told ({@link RefusedStreams}), and so that one that closes before its protocol is known fails the calls that wait
 * for it, with the reason. The AWS SDK (2.57.8) settles the protocol of an HTTP/2 connection only if the TLS handshake
 * succeeds: after a failed one, calls wait until no connection could be had in time, and closing the client times out.
 *
 * <p>The SDK keeps the protocol in an attribute of the channel. A version without that attribute is served as before.
 */
final class WatchedChannels implements ChannelFactory<Channel> {
    private static final AttributeKey<CompletableFuture<?>> PROTOCOL =
            AttributeKey.valueOf("aws.http.nio.netty.async.protocolFuture");

    @Override
    public Channel newChannel() {
        NioSocketChannel channel = new NioSocketChannel();
        channel.closeFuture().addListener(closed -> closed(channel));
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                connected(channel);
                context.fireChannelActive();
            }
        });
        return channel;
    }

    private static void connected(Channel channel) {
        CompletableFuture<?> protocol = channel.attr(PROTOCOL).get();
        if (protocol != null) {
            var unused = protocol.thenRun(() -> RefusedStreams.watch(channel.pipeline()));
        }
    }

    private static void closed(Channel channel) {
        CompletableFuture<?> protocol = channel.attr(PROTOCOL).get();
        if (protocol == null || protocol.isDone()) {
            return;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            protocol.completeExceptionally(new ClosedChannelException());
        } else {
            tls.handshakeFuture().addListener(handshake -> protocol.completeExceptionally(reason(handshake)));
        }
    }

    private static Throwable reason(Future<?> handshake) {
        Throwable cause = handshake.cause();
        if (cause instanceof SSLException) {
            return cause;
        }
        String when = cause == null ? "after" : "during"; // null: the handshake succeeded
        SSLHandshakeException reason =
                new SSLHandshakeException("The connection closed " + when + " the TLS handshake");
        return cause == null ? reason : reason.initCause(cause);
    }

    @Override
    public String toString() {
        return "WatchedChannels";
    }
}
