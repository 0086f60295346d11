package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The rules that requests are held to, and the answer of the service to a request that breaks one. */
public final class ServiceRules {
    private static final List<ConversationRule> CONVERSATION = Stream.of(
                    TurnRules.all(),
                    TextRules.all(),
                    ToolRules.all(),
                    ToolPairRules.all(),
                    MediaRules.all(),
                    CacheRules.all(),
                    ReasoningRules.all(),
                    FieldRules.all())
            .flatMap(List::stream)
            .toList();

    private ServiceRules() {}

    /** Returns all rules, in the order in which they are checked. */
    public static List<ServiceRule> all() {
        return Stream.of(
                        BodyRules.all(),
                        ShapeRule.all(),
                        CONVERSATION.stream().map(ConversationRule::about).toList(),
                        EmbeddingRules.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Returns how the service refuses a request, or empty if the request breaks no rule. Broken constraints of the service
     * model are told of together, and of the other rules the first one that is broken.
     */
    public static Optional<Refusal> refusal(ServiceCall call) {
        Optional<Refusal> head = BodyRules.ofHead(call);
        if (head.isPresent()) {
            return head;
        }
        Optional<JsonNode> body = BodyRules.object(call.body());
        return body.isEmpty() ? Optional.of(BodyRules.notJson()) : ofBody(call, body.get());
    }

    private static Optional<Refusal> ofBody(ServiceCall call, JsonNode body) {
        return switch (call.kind()) {
            case CONVERSE -> shape(RequestShapes.CONVERSE, body).or(() -> conversation(call, MemberPath.ROOT, body));
            case CONVERSE_STREAM ->
                shape(RequestShapes.CONVERSE_STREAM, body).or(() -> conversation(call, MemberPath.ROOT, body));
            case COUNT_TOKENS -> shape(RequestShapes.COUNT_TOKENS, body).or(() -> counted(call, body));
            case APPLY_GUARDRAIL -> shape(RequestShapes.APPLY_GUARDRAIL, body);
            case INVOKE_MODEL -> EmbeddingRules.refusal(call.resource(), body);
        };
    }

    private static Optional<Refusal> shape(Shape shape, JsonNode body) {
        Findings findings = new Findings();
        shape.check(MemberPath.ROOT, body, findings);
        return findings.refusal();
    }

    private static Optional<Refusal> counted(ServiceCall call, JsonNode body) {
        MemberPath root = MemberPath.ROOT.member("input").member("converse");
        return JsonMembers.at(body, "input", "converse").flatMap(converse -> conversation(call, root, converse));
    }

    private static Optional<Refusal> conversation(ServiceCall call, MemberPath root, JsonNode body) {
        Conversation conversation = Conversation.of(call.resource(), root, body);
        return CONVERSATION.stream()
                .map(rule -> rule.refusal(conversation))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
