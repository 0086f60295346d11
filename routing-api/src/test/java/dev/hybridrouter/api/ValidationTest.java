package dev.hybridrouter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.Score;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.api.target.TokenPrice;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value refuses what it cannot be, and says which field and what would do. */
class ValidationTest {
    private static final Tool TOOL = new Tool("lookup", "", Json.object("{}"));
    private static final String NAME_RULE =
            "(expected: 1 to 256 of A-Z a-z 0-9 . _ : / @ -, starting with a letter or digit)";

    private static Arguments refuses(String message, ThrowingCallable construction) {
        return arguments(message, construction);
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                refuses("request.messages: empty (expected: at least one element)", () -> RouteRequest.builder()
                        .build()),
                refuses(
                        "request.messages[0].role: ASSISTANT (expected: USER; a model answers first to someone)",
                        () -> RouteRequest.builder()
                                .message(Message.assistant("hi"))
                                .build()),
                refuses("request.user: blank (expected: at least one visible character)", () -> RouteRequest.of(" ")),
                refuses("request.system: blank (expected: at least one visible character)", () -> RouteRequest.builder()
                        .system("")),
                refuses("request.tools: lookup twice (expected: each tool name once)", () -> RouteRequest.builder()
                        .user("hi")
                        .tools(List.of(TOOL, TOOL))
                        .build()),
                refuses(
                        "request.toolChoice: other (expected: the name of one of the request's tools)",
                        () -> RouteRequest.builder()
                                .user("hi")
                                .tools(List.of(TOOL))
                                .toolChoice(ToolChoice.tool("other"))
                                .build()),
                refuses(
                        "request.toolChoice: any of no tools (expected: at least one tool)",
                        () -> RouteRequest.builder()
                                .user("hi")
                                .toolChoice(ToolChoice.ANY)
                                .build()),
                refuses("maxTokens: 0 (expected: >= 1)", () -> RouteRequest.builder()
                        .maxTokens(0)),
                refuses("temperature: 1.1 (expected: 0.0 to 1.0)", () -> InferenceParameters.builder()
                        .temperature(1.1)),
                refuses("topP: NaN (expected: 0.0 to 1.0)", () -> InferenceParameters.builder()
                        .topP(Double.NaN)),
                refuses("context.deadline: PT0S (expected: longer than zero)", () -> RequestContext.builder()
                        .deadline(Duration.ZERO)),
                refuses("context.maxRetention: PT-1S (expected: zero or longer)", () -> RequestContext.builder()
                        .maxRetention(Duration.ofSeconds(-1))),
                refuses("context.tenant: \"a b\" " + NAME_RULE, () -> RequestContext.builder()
                        .tenant("a b")),
                refuses("operation.name: \"\" " + NAME_RULE, () -> new OperationType("")),
                refuses(
                        "residency.allowedRegions: empty (expected: at least one region)",
                        () -> new ResidencyRequirement(Set.of())));
    }

    static Stream<Arguments> content() {
        return Stream.of(
                refuses("bytes: empty (expected: at least one byte)", () -> Blob.of(new byte[0])),
                refuses("json: text of 4 characters (expected: a JSON object in braces)", () -> Json.object("null")),
                refuses(
                        "uri: relative (expected: an absolute URI such as s3://bucket/key)",
                        () -> MediaSource.at(URI.create("key"))),
                refuses("image.format: \"\" " + NAME_RULE, () -> new Content.Image("", MediaSource.bytes(new byte[1]))),
                refuses(
                        "document.name: blank (expected: at least one visible character)",
                        () -> new Content.Document("", "pdf", MediaSource.bytes(new byte[1]))),
                refuses(
                        "toolUse.id: blank (expected: at least one visible character)",
                        () -> new Content.ToolUse("", "lookup", Json.object("{}"))),
                refuses(
                        "toolResult.content: empty (expected: at least one element)",
                        () -> new Content.ToolResult("t", List.of(), Content.ToolResult.Status.SUCCESS)),
                refuses(
                        "toolResult.content: CachePoint[ttl=PT0S] (expected: text, images and documents only)",
                        () -> new Content.ToolResult(
                                "t", List.of(Content.CachePoint.standard()), Content.ToolResult.Status.SUCCESS)),
                refuses(
                        "cachePoint.ttl: PT-1S (expected: zero or longer)",
                        () -> new Content.CachePoint(Duration.ofSeconds(-1))),
                refuses(
                        "message.content: empty (expected: at least one element)",
                        () -> new Message(Role.USER, List.of())),
                refuses("tool.name: \"a b\" " + NAME_RULE, () -> new Tool("a b", "", Json.object("{}"))),
                refuses("toolChoice.tool: \"\" " + NAME_RULE, () -> ToolChoice.tool("")),
                refuses("delta.block: -1 (expected: >= 0)", () -> new Delta.TextDelta(-1, "x")),
                refuses(
                        "delta.name: blank (expected: at least one visible character)",
                        () -> new Delta.ToolUseStarted(0, "t", "")));
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                refuses("target.id: \"-\" " + NAME_RULE, () -> new TargetId("-")),
                refuses(
                        "target.model: blank (expected: at least one visible character)",
                        () -> Target.builder("a", "p", "")),
                refuses("target.contextWindow: 0 (expected: >= 1)", () -> Target.builder("a", "p", "m")
                        .contextWindow(0)),
                refuses("target.weight: -1.0 (expected: 0.0 to 1000000.0)", () -> Target.builder("a", "p", "m")
                        .weight(-1)),
                refuses("target.attemptTimeout: PT0S (expected: longer than zero)", () -> Target.builder("a", "p", "m")
                        .attemptTimeout(Duration.ZERO)),
                refuses(
                        "destinations.regions: empty (expected: at least one region; leave it unset if unknown)",
                        () -> new Destinations(Set.of(), LocalDate.EPOCH, "declared")),
                refuses(
                        "destinations.evidence: blank (expected: at least one visible character)",
                        () -> new Destinations(Set.of("eu-west-1"), LocalDate.EPOCH, "")),
                refuses("usd: \"three\" (expected: a decimal number such as 3.00)", () -> Money.usd("three")),
                refuses(
                        "usd: 0.0000000001 (expected: at most nine decimals and about 9.2 billion)",
                        () -> Money.usd("0.0000000001")),
                refuses(
                        "usd: 9223372037 (expected: at most nine decimals and about 9.2 billion)",
                        () -> Money.usd("9223372037")),
                refuses("price.inputPerMillion: -1000000000 (expected: >= 0)", () -> TokenPrice.perMillion("-1", "1")));
    }

    static Stream<Arguments> results() {
        return Stream.of(
                refuses(
                        "stopReason.value: blank (expected: at least one visible character)",
                        () -> new StopReason(" ")),
                refuses("usage.input: -1 (expected: >= 0)", () -> TokenUsage.of(-1, 0)),
                refuses("usage.cacheRead: -1 (expected: >= 0)", () -> TokenUsage.builder()
                        .cacheRead(-1)),
                refuses("failure.retryAfter: PT-1S (expected: zero or longer)", () -> ProviderFailure.builder(
                                FailureKind.THROTTLED, "busy")
                        .retryAfter(Duration.ofSeconds(-1))),
                refuses(
                        "failure.requestId: blank (expected: at least one visible character)",
                        () -> ProviderFailure.builder(FailureKind.THROTTLED, "busy")
                                .requestId("")),
                refuses("attempt.to: 4 (expected: >= 5)", () -> Attempt.builder(AttemptKind.PRIMARY, new TargetId("a"))
                        .span(5, 4)),
                refuses("score.value: NaN (expected: a number, lower is better)", () -> new Score("s", Double.NaN)),
                refuses(
                        "rejection.remedy: blank (expected: at least one visible character)",
                        () -> new Rejection(RejectionReason.CUSTOM, "no", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"requests", "content", "targets", "results"})
    void badValue_isRefusedWithFieldAndFix(String message, ThrowingCallable construction) {
        assertThat(catchThrowable(construction))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @SuppressWarnings("NullAway") // callers without a null checker
    static Stream<Arguments> nulls() {
        return Stream.of(
                refuses("text", () -> Content.text(null)),
                refuses("request.user", () -> RouteRequest.of(null)),
                refuses("request.message", () -> RouteRequest.builder().message(null)),
                refuses("request.context", () -> RouteRequest.builder().context(null)),
                refuses("request.options", () -> RouteRequest.builder().options(null)),
                refuses("target.path", () -> Target.builder("a", "p", "m").path(null)),
                refuses("target.price", () -> Target.builder("a", "p", "m").price(null)),
                refuses("context.sensitivity", () -> RequestContext.builder().sensitivity(null)),
                refuses("failure.kind", () -> ProviderFailure.of(null, "x")),
                refuses("usd", () -> Money.usd(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void nullValue_isRefusedWithItsField(String field, ThrowingCallable construction) {
        assertThat(catchThrowable(construction))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(field + ": null (expected: a value)");
    }
}
