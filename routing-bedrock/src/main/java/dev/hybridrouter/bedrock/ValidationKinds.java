package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells apart what the service reports as one and the same validation error. The only place where the text of an error
 * is looked at: the service gives no code for these.
 */
final class ValidationKinds {
    private record Rule(Pattern pattern, FailureKind kind) {
        static Rule of(String regex, FailureKind kind) {
            return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE), kind);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("input is too long for requested model", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("prompt is too long", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("too many input tokens", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("input tokens? exceed", FailureKind.CONTEXT_TOO_LONG),
            Rule.of("maximum context length", FailureKind.CONTEXT_TOO_LONG),
            Rule.of(
                    "exceeds? (the )?(model's )?(maximum )?context (length|limit|window)",
                    FailureKind.CONTEXT_TOO_LONG),
            Rule.of("on-demand throughput isn.t supported", FailureKind.MODEL_NOT_FOUND),
            Rule.of("provided model identifier is invalid", FailureKind.MODEL_NOT_FOUND),
            Rule.of("data retention mode", FailureKind.RETENTION_REFUSED));

    private ValidationKinds() {}

    static FailureKind of(String message) {
        for (Rule rule : RULES) {
            if (rule.pattern().matcher(message).find()) {
                return rule.kind();
            }
        }
        return FailureKind.INVALID_REQUEST;
    }
}
