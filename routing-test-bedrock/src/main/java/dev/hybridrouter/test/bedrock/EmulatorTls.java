package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of an emulator: whose certificate it shows and what it offers by ALPN. Immutable.
 *
 * <pre>{@code
 * BedrockEmulator emulator = BedrockEmulator.start(EmulatorTls.of(keys, password));
 * }</pre>
 */
public final class EmulatorTls {
    private final @Nullable KeyManagerFactory keys;
    private final List<String> protocols;

    private EmulatorTls(@Nullable KeyManagerFactory keys, List<String> protocols) {
        this.keys = keys;
        this.protocols = protocols;
    }

    /**
     * Returns TLS with the key and the certificate chain of a key store, offering HTTP/2 and HTTP/1.1 by ALPN.
     *
     * @param keys a key store with one key
     * @param password the password of store and key
     * @throws IllegalArgumentException if the key cannot be read
     */
    public static EmulatorTls of(KeyStore keys, char[] password) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(requireNonNull(keys, "keys"), requireNonNull(password, "password"));
            return new EmulatorTls(
                    factory, List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keys: cannot be read", e);
        }
    }

    /** Returns TLS that closes each connection as soon as the client begins the handshake. */
    public static EmulatorTls cut() {
        return new EmulatorTls(null, List.of());
    }

    /** Returns the same with HTTP/1.1 as the only protocol offered by ALPN. */
    public EmulatorTls withoutHttp2() {
        return new EmulatorTls(keys, List.of(ApplicationProtocolNames.HTTP_1_1));
    }

    /** Returns the same without ALPN. */
    public EmulatorTls withoutAlpn() {
        return new EmulatorTls(keys, List.of());
    }

    void secure(Channel connection) {
        SslContext context = context();
        connection.pipeline().addLast(context == null ? new Cut() : context.newHandler(connection.alloc()));
    }

    private @Nullable SslContext context() {
        if (keys == null) {
            return null;
        }
        SslContextBuilder context = SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK);
        if (!protocols.isEmpty()) {
            context.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols));
        }
        try {
            return context.build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static final class Cut extends ChannelInboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            context.close();
        }
    }
}
