package dev.hybridrouter.test.bedrock;

import dev.hybridrouter.test.bedrock.WirePlan.Ending;
import dev.hybridrouter.test.bedrock.WirePlan.Head;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes one plan to one channel: on time, and only while the channel takes more. Confined to the event loop of the
 * channel, except that what is served is counted elsewhere.
 */
// A failed write ends the exchange through its listener or through the channel that closes.
@SuppressWarnings("FutureReturnValueIgnored")
final class StreamPlayer {
    private final ChannelHandlerContext context;
    private final WirePlan plan;
    private final boolean keepAlive;
    private final EmulatedExchange exchange;
    private final Iterator<? extends Frame> frames;
    private final ChannelFutureListener onFailure = this::stopIfFailed;
    private @Nullable Future<?> timer;
    private boolean open;
    private boolean ended;
    private boolean pumping;
    private boolean silent;

    StreamPlayer(ChannelHandlerContext context, WirePlan plan, boolean keepAlive, EmulatedExchange exchange) {
        this.context = context;
        this.plan = plan;
        this.keepAlive = keepAlive;
        this.exchange = exchange;
        this.frames = plan.frames().iterator();
    }

    void start() {
        after(plan.firstByteDelay(), this::open);
    }

    /** The channel may take more. */
    void resume() {
        if (open && timer == null) {
            pump();
        }
    }

    /** The channel is gone. */
    void abandon() {
        if (timer != null) {
            timer.cancel(false);
        }
        end(true);
    }

    private void open() {
        Head head = plan.head();
        if (head != null) {
            context.write(response(head));
        }
        open = true;
        pump();
    }

    private HttpResponse response(Head head) {
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(head.status()));
        response.headers().set("x-amzn-requestid", UUID.randomUUID().toString());
        head.headers().forEach(response.headers()::set);
        HttpUtil.setTransferEncodingChunked(response, true);
        HttpUtil.setKeepAlive(response, keepAlive);
        return response;
    }

    /** A flush may report the channel writable again before it returns, hence the guard and the loop. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!ended && !silent && timer == null && context.channel().isWritable()) {
                burst();
            }
        } finally {
            pumping = false;
        }
    }

    private void burst() {
        while (!ended && frames.hasNext() && context.channel().isWritable()) {
            Frame frame = frames.next();
            context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(frame.bytes())))
                    .addListener(onFailure);
            exchange.served(frame.tokens());
            if (frames.hasNext() && !plan.gap().isZero()) {
                context.flush();
                after(plan.gap(), this::pump);
                return;
            }
        }
        if (frames.hasNext()) {
            context.flush();
        } else if (!ended) {
            finish();
        }
    }

    private void finish() {
        if (plan.ending() == Ending.SILENCE) {
            silent = true;
            context.flush();
            return;
        }
        end(false);
        ChannelFuture written = plan.ending() == Ending.COMPLETE
                ? context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                : context.writeAndFlush(new DefaultHttpContent(Unpooled.EMPTY_BUFFER));
        written.addListener(done -> close());
    }

    private void close() {
        switch (plan.ending()) {
            case CONNECTION_RESET -> Connections.reset(Connections.of(context.channel()));
            case STREAM_RESET -> Connections.resetStream(context.channel(), Http2Error.INTERNAL_ERROR);
            case STREAM_REFUSED -> Connections.resetStream(context.channel(), Http2Error.REFUSED_STREAM);
            default -> {
                if (!keepAlive) {
                    context.close();
                }
            }
        }
    }

    /**
     * When the peer resets an HTTP/2 stream, writes that wait for its window fail and the channel turns writable
     * before it turns inactive.
     */
    private void stopIfFailed(ChannelFuture write) {
        if (!write.isSuccess()) {
            abandon();
        }
    }

    private void end(boolean byClient) {
        ended = true;
        exchange.ended(byClient);
    }

    private void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
            return;
        }
        timer = context.executor()
                .schedule(
                        () -> {
                            timer = null;
                            step.run();
                        },
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }
}
