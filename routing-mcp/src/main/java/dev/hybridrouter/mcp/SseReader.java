package dev.hybridrouter.mcp;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, of which each carries one JSON-RPC message. The lines come one after the other. */
final class SseReader implements Flow.Subscriber<String> {
    private final Consumer<Map<String, Object>> messages;
    private final Runnable unreadable;
    private final StringBuilder data = new StringBuilder();
    private Flow.@Nullable Subscription subscription;

    /**
     * Creates a reader.
     *
     * @param messages takes the messages
     * @param unreadable is told of the first event that is no message; nothing is read after it
     */
    SseReader(Consumer<Map<String, Object>> messages, Runnable unreadable) {
        this.messages = messages;
        this.unreadable = unreadable;
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        subscription = started;
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("data:")) {
            if (data.length() + line.length() > JsonLineReader.LONGEST) {
                giveUp();
            } else {
                data.append(data.isEmpty() ? "" : "\n").append(line, line.startsWith("data: ") ? 6 : 5, line.length());
            }
        } // comments, ids, names and retry times are of no use here: a call is never resumed
    }

    private void dispatch() {
        if (data.isEmpty()) {
            return;
        }
        String text = data.toString();
        data.setLength(0);
        if (text.isBlank()) {
            return; // servers begin streams with an empty event
        }
        try {
            messages.accept(McpJson.read(text));
        } catch (IOException e) {
            giveUp();
        }
    }

    private void giveUp() {
        Objects.requireNonNull(subscription).cancel();
        unreadable.run();
    }

    @Override
    public void onError(Throwable error) {} // the exchange tells

    @Override
    public void onComplete() {} // an event without its empty line is cut, and no event
}
