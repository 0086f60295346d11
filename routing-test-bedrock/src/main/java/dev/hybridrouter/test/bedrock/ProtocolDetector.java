package dev.hybridrouter.test.bedrock;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes of a connection and sets up the pipeline. */
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final byte[] PREFACE_START = "PRI ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final Function<WireProtocol, ChannelHandler> exchanges;

    ProtocolDetector(Function<WireProtocol, ChannelHandler> exchanges) {
        this.exchanges = exchanges;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < PREFACE_START.length) {
            return;
        }
        ChannelPipeline pipeline = context.pipeline();
        if (startsWithPreface(in)) {
            addHttp2(pipeline);
        } else {
            pipeline.addLast(new HttpServerCodec());
            addExchange(pipeline, WireProtocol.HTTP_1_1);
        }
        pipeline.remove(this);
    }

    private static boolean startsWithPreface(ByteBuf in) {
        for (int i = 0; i < PREFACE_START.length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE_START[i]) {
                return false;
            }
        }
        return true;
    }

    private void addHttp2(ChannelPipeline pipeline) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(Integer.MAX_VALUE)
                .maxHeaderListSize(MAX_HEADER_BYTES);
        // Clients that cancel a lot are what tests are about: no limit on resets.
        pipeline.addLast(Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .encoderEnforceMaxRstFramesPerWindow(0, 0)
                .build());
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                addExchange(stream.pipeline(), WireProtocol.HTTP_2);
            }
        }));
    }

    private void addExchange(ChannelPipeline pipeline, WireProtocol protocol) {
        pipeline.addLast(new HttpObjectAggregator(MAX_BODY_BYTES));
        pipeline.addLast(exchanges.apply(protocol));
    }
}
