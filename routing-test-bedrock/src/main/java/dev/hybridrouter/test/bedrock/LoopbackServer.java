package dev.hybridrouter.test.bedrock;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server socket on the loopback address with its connections and its threads. */
final class LoopbackServer {
    private static final int THREADS = 2;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup group =
            new NioEventLoopGroup(THREADS, new DefaultThreadFactory("bedrock-emulator", true));
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final ServerBootstrap bootstrap;
    private final String scheme;
    private final int port;
    private volatile boolean accepting;
    private @Nullable Channel listener;

    LoopbackServer(int port, @Nullable EmulatorTls tls, Function<WireProtocol, ChannelHandler> exchanges) {
        this.scheme = tls == null ? "http://127.0.0.1:" : "https://localhost:"; // as certificates name it
        this.bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        accept(connection, tls, exchanges);
                    }
                });
        this.port = bindOrShutDown(port);
    }

    /** Returns the address that clients reach it at. */
    URI address() {
        return URI.create(scheme + port);
    }

    int connectionCount() {
        return connections.size();
    }

    synchronized void up() {
        if (group.isShuttingDown()) {
            throw new IllegalStateException("the emulator is closed");
        }
        if (listener == null) {
            listener = bind(port);
        }
    }

    /** Refuses new connections and resets the open ones; all is done on return. */
    synchronized void down() {
        accepting = false;
        if (listener != null) {
            listener.close().syncUninterruptibly();
            listener = null;
        }
        List<Channel> open = List.copyOf(connections);
        open.forEach(Connections::reset);
        open.forEach(connection -> connection.closeFuture().syncUninterruptibly());
    }

    synchronized void close() {
        if (!group.isShuttingDown()) {
            down();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void accept(
            Channel connection, @Nullable EmulatorTls tls, Function<WireProtocol, ChannelHandler> exchanges) {
        connections.add(connection);
        if (accepting) {
            if (tls != null) {
                tls.secure(connection);
            }
            connection.pipeline().addLast(new ProtocolDetector(exchanges));
        } else {
            Connections.reset(connection);
        }
    }

    private int bindOrShutDown(int wanted) {
        try {
            Channel bound = bind(wanted);
            listener = bound;
            return ((InetSocketAddress) bound.localAddress()).getPort();
        } catch (RuntimeException refused) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
            throw refused;
        }
    }

    private Channel bind(int wanted) {
        accepting = true;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
        try {
            return bootstrap.bind(address).syncUninterruptibly().channel();
        } catch (Exception refused) {
            throw new IllegalStateException("port " + wanted + ": cannot listen", refused);
        }
    }
}
