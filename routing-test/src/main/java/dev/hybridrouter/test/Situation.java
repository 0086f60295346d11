package dev.hybridrouter.test;

import dev.hybridrouter.api.failure.FailureKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What happens at the backend while {@link ProviderCompatibilityKit} looks at its adapter. Unless said otherwise an
 * answer is {@link ExpectedAnswer#TEXT} in {@link ExpectedAnswer#PIECES}, with {@link ExpectedAnswer#INPUT_TOKENS} and
 * {@link ExpectedAnswer#OUTPUT_TOKENS}, and ends because the model was done.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets are unmodifiable copies
public enum Situation {
    /** It answers. */
    PLAIN_ANSWER(),
    /** It answers and reports tokens read from and written to its prompt cache. */
    CACHED_USAGE(),
    /** It answers and reports no tokens at all. */
    USAGE_MISSING(),
    /** It asks for a tool. */
    TOOL_USE(),
    /** It shows signed reasoning, then answers. */
    REASONING(),
    /** It ends an answer without content. */
    EMPTY_ANSWER(),
    /** It answers and stops for {@link ExpectedAnswer#STOP_REASON}. */
    UNKNOWN_STOP_REASON(),
    /** It answers in pieces with pauses; the first is on the wire long before the last. */
    SLOW_DRIP(Mode.STREAM),
    /** It takes the call and says nothing. */
    HANG(),
    /** It sends the first piece and then says nothing. */
    HANG_MID_STREAM(Mode.STREAM),

    /** It is throttling, and asks to wait for {@link ExpectedAnswer#RETRY_AFTER}. */
    THROTTLED(FailureKind.THROTTLED),
    /** It reports that it took too long itself. */
    TIMEOUT_AT_PROVIDER(FailureKind.TIMEOUT),
    /** It reports an error inside. */
    SERVER_ERROR(FailureKind.SERVER_ERROR),
    /** It reports that it has no capacity. */
    UNAVAILABLE(FailureKind.UNAVAILABLE),
    /** It refuses the credentials. */
    AUTH(FailureKind.AUTH),
    /** It does not know the model. */
    MODEL_NOT_FOUND(FailureKind.MODEL_NOT_FOUND),
    /** It refuses the request as wrong. */
    INVALID_REQUEST(FailureKind.INVALID_REQUEST),
    /** It refuses the request as longer than the context window. */
    CONTEXT_TOO_LONG(FailureKind.CONTEXT_TOO_LONG),
    /** It reports a quota that does not refill soon. */
    QUOTA_EXCEEDED(FailureKind.QUOTA_EXCEEDED),
    /** It answers with something that is no answer, such as cut JSON. */
    MALFORMED_RESPONSE(FailureKind.MALFORMED_RESPONSE),
    /** It drops the connection before it answers. */
    RESET_BEFORE_ANSWER(FailureKind.UNAVAILABLE, FailureKind.STREAM_BROKEN),

    /** It drops the connection after the first piece. */
    RESET_MID_STREAM(Mode.STREAM, FailureKind.STREAM_BROKEN),
    /** It closes the connection in order after the first piece. */
    TRUNCATED_STREAM(Mode.STREAM, FailureKind.STREAM_BROKEN),
    /** It sends all pieces, but not its stop message. */
    NO_STOP_MESSAGE(Mode.STREAM, FailureKind.STREAM_BROKEN),
    /** It sends a frame after the first piece that cannot be read. */
    CORRUPT_FRAME(Mode.STREAM, FailureKind.MALFORMED_RESPONSE, FailureKind.STREAM_BROKEN),
    /** It sends the first piece and then reports throttling inside the stream. */
    THROTTLED_MID_STREAM(Mode.STREAM, FailureKind.THROTTLED),
    /** It sends the first piece and then reports an error of its own inside the stream. */
    ERROR_MID_STREAM(Mode.STREAM, FailureKind.SERVER_ERROR);

    private final Set<Mode> modes;
    private final Set<FailureKind> failures;

    Situation(FailureKind... failures) {
        this(EnumSet.allOf(Mode.class), failures);
    }

    Situation(Mode mode, FailureKind... failures) {
        this(EnumSet.of(mode), failures);
    }

    Situation(Set<Mode> modes, FailureKind... failures) {
        this.modes = Set.copyOf(modes);
        this.failures = Set.copyOf(Arrays.asList(failures));
    }

    /** The modes in which it can occur. */
    public Set<Mode> modes() {
        return modes;
    }

    /** The kinds of failure that name it rightly; empty where the call does not fail. */
    public Set<FailureKind> failures() {
        return failures;
    }
}
