package dev.hybridrouter.test.bedrock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;

/** Ways to end a connection other than politely. */
// The futures tell of a channel that is closed, which is what is asked for.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connections {
    private Connections() {}

    /** Returns the TCP connection under a channel. */
    static Channel of(Channel channel) {
        return channel instanceof Http2StreamChannel stream ? stream.parent() : channel;
    }

    /**
     * Resets a TCP connection: zero linger makes the close an RST and drops what the peer has not read yet. The close
     * goes past the HTTP/2 codec, which would say goodbye and wait for open streams.
     */
    static void reset(Channel connection) {
        if (!connection.eventLoop().inEventLoop()) {
            connection.eventLoop().execute(() -> reset(connection));
            return;
        }
        try {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException closedBefore) {
            return;
        }
        connection.unsafe().close(connection.unsafe().voidPromise());
    }

    /** Resets an HTTP/2 stream, or closes the connection where there are no streams. */
    static void resetStream(Channel channel, Http2Error reason) {
        if (channel instanceof Http2StreamChannel) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(reason));
        } else {
            channel.close();
        }
    }
}
