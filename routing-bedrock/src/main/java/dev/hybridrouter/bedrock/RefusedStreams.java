package dev.hybridrouter.bedrock;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;

/**
 * Turns a refused HTTP/2 stream (RFC 9113, 8.7), of which nothing was processed, into an error of its own code. The AWS SDK
 * (2.57.8) loses the reason: Netty announces resets as user events, the SDK waits for them among the frames, and all that is
 * left is a connection that closed, which may have cost money.
 */
@Sharable
final class RefusedStreams extends ChannelInboundHandlerAdapter {
    /** The error code by which a refused stream is told. */
    static final String CODE = "RefusedStream";

    private static final RefusedStreams INSTANCE = new RefusedStreams();
    private static final String STATUS = "503";

    private RefusedStreams() {}

    /** Begins to watch a connection that speaks HTTP/2; without effect on others. */
    static void watch(ChannelPipeline pipeline) {
        ChannelHandlerContext streams = pipeline.context(Http2MultiplexHandler.class);
        if (streams != null) {
            pipeline.addBefore(streams.name(), "hybridrouter-refused-streams", INSTANCE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
            answer(context, reset.stream());
        }
        context.fireChannelRead(message);
    }

    private static void answer(ChannelHandlerContext context, Http2FrameStream stream) {
        Http2Headers headers = new DefaultHttp2Headers()
                .status(STATUS)
                .set("x-amzn-errortype", CODE)
                .set("content-length", "0");
        context.fireChannelRead(new DefaultHttp2HeadersFrame(headers, false).stream(stream));
        context.fireChannelRead(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true).stream(stream));
    }
}
