package dev.hybridrouter.bedrock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads of the HTTP clients. A connection never runs on the thread that asks for it: if it fails at once on that very
 * thread, because the host name is unknown or the port is closed, the AWS SDK (2.57.8) waits for a connection that nobody
 * makes. Its pool hears of the failure before it has begun to wait.
 *
 * <p>Extends Netty's class because Netty asks a group, and nothing else, where a connection is to run.
 */
final class EventLoops extends NioEventLoopGroup {
    EventLoops() {
        super(0, new DefaultThreadFactory("hybridrouter-bedrock", true));
    }

    @Override
    public ChannelFuture register(Channel channel) {
        EventLoop loop = next();
        for (int i = 1; i < executorCount() && loop.inEventLoop(); i++) {
            loop = next();
        }
        return loop.register(channel);
    }
}
