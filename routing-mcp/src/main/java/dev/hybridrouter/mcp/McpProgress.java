package dev.hybridrouter.mcp;

import dev.hybridrouter.api.internal.Check;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server told of a call that is still running. Its {@code toString} shows no text. */
public final class McpProgress {
    /** Key in {@code _meta} of a progress notification under which a server streams the next piece of its text. */
    public static final String TEXT_KEY = "dev.hybridrouter/text";

    private final double progress;
    private final @Nullable String message;
    private final Map<String, Object> meta;

    McpProgress(double progress, @Nullable String message, Map<String, Object> meta) {
        this.progress = progress;
        this.message = message;
        this.meta = Check.notNull(meta, "progress.meta");
    }

    /** How far the call has come, in the server's own measure; it grows with each notification. */
    public double progress() {
        return progress;
    }

    /** The server's words for where it is, if it gave any. */
    public Optional<String> message() {
        return Optional.ofNullable(message);
    }

    /** What the notification's {@code _meta} holds. */
    public Map<String, Object> meta() {
        return meta;
    }

    /** The next piece of the answer's text, if {@code _meta} holds one under {@value #TEXT_KEY}. */
    public Optional<String> text() {
        return meta.get(TEXT_KEY) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String toString() {
        return "McpProgress[" + progress + "]";
    }
}
