package dev.hybridrouter.test.bedrock;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the requests of one HTTP/2 stream or one HTTP/1.1 connection, one after the other. */
final class ExchangeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final WireProtocol protocol;
    private final RequestReader reader;
    private final Scripts scripts;
    private final Journal journal;
    private @Nullable StreamPlayer player;

    ExchangeHandler(WireProtocol protocol, RequestReader reader, Scripts scripts, Journal journal) {
        this.protocol = protocol;
        this.reader = reader;
        this.scripts = scripts;
        this.journal = journal;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Optional<RecordedRequest> recorded = reader.read(request, protocol);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (recorded.isEmpty()) {
            play(new StreamPlayer(context, RequestReader.unknownOperation(), keepAlive, journal.beganUnknown()));
            return;
        }
        WireFacts facts = WireFacts.of(recorded.get());
        EmulatedExchange exchange = journal.began(recorded.get(), facts.inputTokens());
        play(new StreamPlayer(context, scripts.plan(recorded.get(), facts), keepAlive, exchange));
    }

    private void play(StreamPlayer next) {
        player = next;
        next.start();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (player != null) {
            player.resume();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (player != null) {
            player.abandon();
        }
        context.fireChannelInactive();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do for a channel that is closed
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
