package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Tells apart what is reported as one and the same error. The only place where the text of an error is looked at: neither
 * the service nor the SDK's HTTP client gives a code for these.
 */
final class ErrorTexts {
    private record Rule(Pattern pattern, FailureKind kind) {
        static Rule of(String regex, FailureKind kind) {
            return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), kind);
        }
    }

    private static final List<Rule> OF_VALIDATION = List.of(
            Rule.of("input is too long for requested model", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("prompt is too long", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("too many input tokens", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("input tokens? exceed", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("maximum context length", FailureKind.CONTEXT_TOO_LONG),
            Rule.of(
                    "exceeds? (the )?(model's )?(maximum )?context (length|limit|window)",
                    FailureKind.CONTEXT_TOO_LONG),
            Rule.of("on-demand throughput isn.t supported", FailureKind.MODEL_NOT_FOUND),
            Rule.of("model doesn.t support counting tokens", FailureKind.MODEL_NOT_FOUND),
            Rule.of("provided model identifier is invalid", FailureKind.MODEL_NOT_FOUND),
            Rule.of("data retention mode", FailureKind.RETENTION_REFUSED));

    /** A day's tokens do not come back within the life of a request. */
    private static final List<Rule> OF_THROTTLING = List.of(Rule.of("tokens per day", FailureKind.QUOTA_EXCEEDED));

    private static final String ACQUIRE_TIMEOUT = "Acquire operation took longer";
    private static final String TOO_MANY_ACQUIRES = "Too many outstanding acquire operations";

    private ErrorTexts() {}

    /** What a validation error with this text means. */
    static FailureKind ofValidation(String message) {
        return of(message, OF_VALIDATION, FailureKind.INVALID_REQUEST);
    }

    /** What a throttling error with this text means. */
    static FailureKind ofThrottling(String message) {
        return of(message, OF_THROTTLING, FailureKind.THROTTLED);
    }

    private static FailureKind of(String message, List<Rule> rules, FailureKind otherwise) {
        return rules.stream()
                .filter(rule -> rule.pattern().matcher(message).find())
                .findFirst()
                .map(Rule::kind)
                .orElse(otherwise);
    }

    /** Whether the SDK's HTTP client says that its own connection pool is full. */
    static boolean isPoolFull(Throwable error) {
        String message = BlockReader.orEmpty(error.getMessage());
        return (error instanceof TimeoutException && message.startsWith(ACQUIRE_TIMEOUT))
                || (error instanceof IllegalStateException && message.startsWith(TOO_MANY_ACQUIRES));
    }
}
