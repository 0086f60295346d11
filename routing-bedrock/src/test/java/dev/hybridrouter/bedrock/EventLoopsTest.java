package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopsTest {
    private final EventLoops loops = new EventLoops();

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void connectionAskedForOnALoop_beginsWhenTheTaskThatAsksIsOver() throws Exception {
        Channel channel = new NioSocketChannel();
        EventLoop asking = loops.next();

        Future<Boolean> begunEarly = asking.submit(() -> {
            var unused = loops.register(channel);
            for (EventExecutor each : loops) {
                if (each != asking) {
                    each.submit(() -> {}).sync(); // whatever was asked of that loop before is done
                }
            }
            return channel.isRegistered();
        });

        assertThat(begunEarly.get(10, TimeUnit.SECONDS)).isFalse();
        asking.submit(() -> {}).sync();
        channel.eventLoop().submit(() -> {}).sync();
        assertThat(channel.isRegistered()).isTrue();
        channel.close().sync();
    }

    @Test
    void connectionAskedForElsewhere_beginsAtOnce() throws Exception {
        Channel channel = new NioSocketChannel();

        loops.register(channel).sync();

        assertThat(channel.isRegistered()).isTrue();
        channel.close().sync();
    }
}
