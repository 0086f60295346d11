package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What a request is before anything of it is read: its path, its content type and its body as JSON. */
final class BodyRules {
    private static final String PROTOCOL =
            "https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html, with its tests of malformed requests";

    static final ServiceRule RESOURCE = new ServiceRule(
            "path.resource",
            "The path names a model, or a guardrail and its version, in the form of the service model.",
            "Service model of Amazon Bedrock Runtime (API 2023-09-30)");
    static final ServiceRule CONTENT_TYPE = new ServiceRule(
            "body.content-type",
            "The content type is application/json where it is given. InvokeModel takes any.",
            PROTOCOL);
    static final ServiceRule JSON = new ServiceRule(
            "body.json", "The body is one JSON object; an empty body counts as an empty object.", PROTOCOL);

    private BodyRules() {}

    static List<ServiceRule> all() {
        return List.of(RESOURCE, CONTENT_TYPE, JSON);
    }

    static Optional<Refusal> ofHead(ServiceCall call) {
        String type = call.contentType().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.startsWith("application/json") && call.kind() != RequestKind.INVOKE_MODEL) {
            return Optional.of(new Refusal(
                    CONTENT_TYPE.id(),
                    415,
                    "UnsupportedMediaTypeException",
                    "The content-type header must be application/json."));
        }
        Findings findings = new Findings();
        if (call.kind() == RequestKind.APPLY_GUARDRAIL) {
            int colon = call.resource().lastIndexOf(':');
            RequestShapes.GUARDRAIL_ID.check(
                    MemberPath.ROOT.member("guardrailIdentifier"),
                    call.resource().substring(0, Math.max(colon, 0)),
                    findings);
            RequestShapes.GUARDRAIL_VERSION.check(
                    MemberPath.ROOT.member("guardrailVersion"), call.resource().substring(colon + 1), findings);
        } else {
            RequestShapes.MODEL_ID.check(MemberPath.ROOT.member("modelId"), call.resource(), findings);
        }
        return findings.refusal()
                .map(refusal -> new Refusal(RESOURCE.id(), refusal.status(), refusal.type(), refusal.message()));
    }

    /** Reads the body; empty when it is not a JSON object. */
    static Optional<JsonNode> object(String body) {
        return body.isBlank()
                ? Optional.of(JsonNode.emptyObjectNode())
                : JsonMembers.parse(body).filter(JsonNode::isObject);
    }

    static Refusal notJson() {
        return Refusal.serialization(JSON.id(), "The request body is not a JSON object.");
    }
}
