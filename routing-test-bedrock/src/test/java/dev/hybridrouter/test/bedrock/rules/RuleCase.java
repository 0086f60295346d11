package dev.hybridrouter.test.bedrock.rules;

import java.util.Optional;

/**
 * A request that the service takes, and the one change that breaks a rule. Bodies are written with single quotes.
 *
 * @param rule the rule that the change breaks
 * @param good the request as it is taken
 * @param from the part that is changed
 * @param to what takes its place
 * @param named what the refusal names
 */
record RuleCase(String rule, ServiceCall good, String from, String to, String named) {
    static final String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    static final String NEWER_CLAUDE = "eu.anthropic.claude-opus-4-7";
    static final String OLDER_CLAUDE = "anthropic.claude-3-7-sonnet-20250219-v1:0";
    static final String NOVA = "eu.amazon.nova-pro-v1:0";
    static final String UNKNOWN = "model-a";

    /** A case of Converse with a model of no special rules. */
    static RuleCase breaks(String rule, String body, String from, String to, String named) {
        return breaksFor(UNKNOWN, rule, body, from, to, named);
    }

    /** A case of Converse with a model. */
    static RuleCase breaksFor(String model, String rule, String body, String from, String to, String named) {
        return breaks(RequestKind.CONVERSE, model, rule, body, from, to, named);
    }

    static RuleCase breaks(
            RequestKind kind, String resource, String rule, String body, String from, String to, String named) {
        return new RuleCase(
                rule, new ServiceCall(kind, resource, "application/json", json(body)), json(from), json(to), named);
    }

    ServiceCall bad() {
        String body = good.body().replace(from, to);
        if (body.equals(good.body())) {
            throw new IllegalStateException(rule + ": the change changes nothing");
        }
        return new ServiceCall(good.kind(), good.resource(), good.contentType(), body);
    }

    Optional<Refusal> refusal() {
        return ServiceRules.refusal(bad());
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Override
    public String toString() {
        return rule + " at " + named;
    }
}
