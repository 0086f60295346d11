package dev.hybridrouter.mcp;

import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way over HTTP, from its POST to the last stream that is opened to take it up again. One response is
 * read at a time.
 */
final class HttpExchange {
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_VAIN_RESUMPTIONS = 10;

    private final @Nullable Object requestId;
    private final String message;
    private final BooleanSupplier departure;
    private volatile @Nullable CompletableFuture<?> sent;
    private volatile @Nullable SseReader reader;
    private volatile @Nullable String lastEventId;
    private volatile @Nullable Cancellable answered;
    private volatile boolean aborted;
    private boolean repeated;
    private int redirects;
    private int vainResumptions;

    /**
     * Creates an exchange that has not begun.
     *
     * @param requestId id of the request that the message is; null if it is none
     * @param departure is asked just before it is written
     */
    HttpExchange(@Nullable Object requestId, String message, BooleanSupplier departure) {
        this.requestId = requestId;
        this.message = message;
        this.departure = departure;
    }

    @Nullable
    Object requestId() {
        return requestId;
    }

    /** The message, which is written only if it still may be. */
    HttpRequest.BodyPublisher body() {
        return new Departure(HttpRequest.BodyPublishers.ofString(message), departure);
    }

    /** Reads the next response, should it be a stream of events. */
    SseReader newReader(Consumer<byte[]> events, int maxEvent) {
        SseReader next = new SseReader(events, maxEvent, Long.MAX_VALUE);
        reader = next;
        return next;
    }

    /** The exchange goes on in this; it ends at once if the exchange was aborted. */
    void goesOnIn(CompletableFuture<?> next) {
        sent = next;
        if (aborted) {
            next.cancel(true);
        }
    }

    void abort() {
        aborted = true;
        CompletableFuture<?> current = sent;
        if (current != null) {
            current.cancel(true);
        }
    }

    boolean isAborted() {
        return aborted;
    }

    /** Whether the message, which does no harm twice, may be sent again; once. */
    boolean mayBeRepeated() {
        boolean first = !repeated;
        repeated = true;
        return first;
    }

    /** Whether another redirection may be followed; counts it. */
    boolean mayBeRedirected() {
        redirects++;
        return redirects <= MAX_REDIRECTS;
    }

    /**
     * The answer has come.
     *
     * @param ending ends what may stay open behind it, unless the exchange ends before that
     */
    void answered(Cancellable ending) {
        answered = ending;
    }

    /** Nothing more comes. */
    void finished() {
        Cancellable ending = answered;
        if (ending != null) {
            ending.cancel();
        }
    }

    /** Whether what the last stream left open may be taken up again; counts those that brought nothing new. */
    boolean mayBeResumed() {
        SseReader last = reader;
        String seen = last == null ? null : last.lastId();
        if (seen != null && !seen.equals(lastEventId)) {
            lastEventId = seen;
            vainResumptions = 0;
        } else {
            vainResumptions++;
        }
        return requestId != null && answered == null && lastEventId != null && vainResumptions <= MAX_VAIN_RESUMPTIONS;
    }

    /** Whether the message was sent before, and only its answer is asked for again. */
    boolean isResumed() {
        return lastEventId != null;
    }

    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    /** How long the server asks to wait before the exchange is taken up again, within bounds. */
    Duration pause() {
        SseReader last = reader;
        Duration asked = last == null ? null : last.retry();
        if (asked == null) {
            return USUAL_PAUSE;
        }
        Duration least = asked.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : asked;
        return least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least;
    }
}
