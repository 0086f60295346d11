package dev.hybridrouter.bedrock;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

/**
 * The threads of the HTTP clients. A connection begins only when the task that asks for it is over. If it failed before, because
 * the host name is unknown or the port is closed, the AWS SDK (2.57.8) would hear of the failure before it has begun to wait for
 * the connection, and then wait for one that nobody makes.
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
        for (EventExecutor asking : this) {
            if (asking.inEventLoop()) {
                ChannelPromise registered = new DefaultChannelPromise(channel, asking);
                asking.execute(() -> {
                    var unused = loop.register(registered);
                });
                return registered;
            }
        }
        return loop.register(channel);
    }
}
