package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One AWS region of an emulator: what its models answer, and whether it can be reached.
 *
 * <p>A request belongs to a region in one of two ways: it came to the {@linkplain #endpoint() endpoint} of the region, or it
 * came to the endpoint that all regions share and was signed for the region. The scripts of a region take precedence over those
 * of the emulator, which serve every region.
 *
 * <p>Safe for use from any thread. {@link #endpoint()}, {@link #down()} and {@link #up()} may block.
 */
public final class EmulatedRegion {
    private final String name;
    private final ScriptTable scripts = new ScriptTable();
    private final Supplier<LoopbackServer> starter;
    private volatile boolean down;
    private volatile WirePlan dataRetention = DataRetention.plan(DataRetention.INHERIT);
    private @Nullable LoopbackServer server; // guarded by this

    EmulatedRegion(String name, Supplier<LoopbackServer> starter) {
        this.name = name;
        this.starter = starter;
    }

    /** Returns the name, such as {@code eu-central-1}. */
    public String name() {
        return name;
    }

    /** Returns the address that belongs to this region alone. Its port is opened on the first call and stays the same. */
    public synchronized URI endpoint() {
        LoopbackServer own = server;
        if (own == null) {
            own = starter.get();
            server = own;
            if (down) {
                own.down();
            }
        }
        return own.address();
    }

    /** Returns the script of a model in this region, named as callers name it. */
    public ModelScript on(String modelId) {
        return scripts.on(requireNonNull(modelId, "modelId"));
    }

    /** Returns the script of all models of this region that have none of their own here. */
    public ModelScript onOtherModels() {
        return scripts.onOthers();
    }

    /**
     * Takes the region down: its endpoint refuses connections, and on the endpoint that all regions share the connection of a
     * request that was signed for it is reset. Without effect when it is down.
     */
    public synchronized void down() {
        down = true;
        if (server != null) {
            server.down();
        }
    }

    /**
     * Brings the region up again, at the same port. Without effect when it is up.
     *
     * @throws IllegalStateException if the emulator is closed, or if something else took the port
     */
    public synchronized void up() {
        down = false;
        if (server != null) {
            server.up();
        }
    }

    /**
     * Sets the account's mode of data retention in this region: {@code default}, {@code none}, {@code aws_review},
     * {@code provider_data_share} or {@code inherit}; or one that the SDK does not know. Default: {@code inherit}.
     */
    public void dataRetention(String mode) {
        dataRetention = DataRetention.plan(requireNonNull(mode, "mode"));
    }

    /** Makes GetAccountDataRetention fail in this region. */
    public void dataRetention(Fault fault) {
        dataRetention = requireNonNull(fault, "fault").plan(Operation.CONVERSE, Reply.of());
    }

    WirePlan dataRetentionPlan() {
        return dataRetention;
    }

    void clear() {
        scripts.clear();
        dataRetention = DataRetention.plan(DataRetention.INHERIT);
    }

    boolean isDown() {
        return down;
    }

    ScriptTable scripts() {
        return scripts;
    }

    synchronized int openConnections() {
        return server == null ? 0 : server.connectionCount();
    }

    synchronized void close() {
        if (server != null) {
            server.close();
        }
    }
}
