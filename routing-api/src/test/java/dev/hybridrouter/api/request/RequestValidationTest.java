package dev.hybridrouter.api.request;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.misnamed;
import static dev.hybridrouter.api.internal.BadValue.misnomer;
import static dev.hybridrouter.api.internal.BadValue.misplaced;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.internal.BadValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What requests, contexts and inference parameters refuse, and how they say so. */
class RequestValidationTest {
    private static final Tool FIND = new Tool("find", "finds", Json.object("{}"));

    private static RouteRequest.Builder request() {
        return RouteRequest.builder().user("hello");
    }

    private static RequestContext.Builder context() {
        return RequestContext.builder();
    }

    private static InferenceParameters.Builder parameters() {
        return InferenceParameters.builder();
    }

    @ParameterizedTest
    @MethodSource({"turns", "toolUse", "requestSettings", "contexts", "requirements", "sampling"})
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> turns() {
        return Stream.of(
                refused(
                        "request.messages is empty",
                        () -> RouteRequest.builder().system("be brief").build(),
                        "request.messages: empty (expected: at least one element)"),
                refused(
                        "request.messages begins with the model",
                        () -> RouteRequest.builder()
                                .message(Message.assistant("hi"))
                                .user("hello")
                                .build(),
                        "request.messages[0].role: ASSISTANT (expected: USER; a model answers first to someone)"),
                blank("request.user", () -> RouteRequest.of(" \n")),
                absent("request.user", () -> RouteRequest.of(none())),
                blank("request.system", () -> request().system("")),
                absent("request.system", () -> request().system(none())),
                absent("request.system", () -> request().systemCachePoint(none())),
                absent("request.message", () -> request().message(none())),
                absent("request.messages", () -> request().messages(none())),
                absent("request.messages[]", () -> request().messages(Collections.singletonList(none()))));
    }

    static Stream<BadValue> toolUse() {
        return Stream.of(
                absent("request.tools", () -> request().tools(none())),
                absent("request.tools[]", () -> request().tools(Arrays.asList(FIND, none()))),
                refused(
                        "request.tools holds a name twice",
                        () -> request().tools(List.of(FIND, FIND)).build(),
                        "request.tools: find twice (expected: each tool name once)"),
                refused(
                        "request.toolChoice names another tool",
                        () -> request()
                                .tools(List.of(FIND))
                                .toolChoice(ToolChoice.tool("seek"))
                                .build(),
                        "request.toolChoice: seek (expected: the name of one of the request's tools)"),
                refused(
                        "request.toolChoice demands any of no tools",
                        () -> request().toolChoice(ToolChoice.ANY).build(),
                        "request.toolChoice: any of no tools (expected: at least one tool)"),
                absent("request.toolChoice", () -> request().toolChoice(none())));
    }

    static Stream<BadValue> requestSettings() {
        return Stream.of(
                absent("request.parameters", () -> request().parameters(none())),
                refused("maxTokens is zero", () -> request().maxTokens(0), "maxTokens: 0 (expected: >= 1)"),
                absent("request.responseFormat", () -> request().responseFormat(none())),
                absent("request.context", () -> request().context(none())),
                absent("request.options", () -> request().options(BadValue.<ProviderOptions>none())));
    }

    static Stream<BadValue> contexts() {
        return Stream.of(
                misnamed("context.tenant", () -> context().tenant(misnomer())),
                absent("context.tenant", () -> context().tenant(none())),
                absent("context.operation", () -> context().operation(none())),
                absent("context.priority", () -> context().priority(none())),
                absent("context.deadline", () -> context().deadline(none())),
                refused(
                        "context.deadline is zero",
                        () -> context().deadline(Duration.ZERO),
                        "context.deadline: PT0S (expected: longer than zero)"),
                refused(
                        "context.deadline does not fit into nanoseconds",
                        () -> context().deadline(Duration.ofDays(106_752)),
                        "context.deadline: PT2562048H (expected: at most 106751 days)"),
                absent("context.residency", () -> context().residency(none())),
                absent("context.maxRetention", () -> context().maxRetention(none())),
                refused(
                        "context.maxRetention is negative",
                        () -> context().maxRetention(Duration.ofMillis(-1)),
                        "context.maxRetention: PT-0.001S (expected: zero or longer)"),
                absent("context.sensitivity", () -> context().sensitivity(none())),
                absent("context.tags", () -> context().tags(none())),
                absent("context.tags key", () -> context().tags(Collections.singletonMap(none(), "x"))),
                absent("context.tags[team]", () -> context().tags(Collections.singletonMap("team", none()))));
    }

    static Stream<BadValue> requirements() {
        return Stream.of(
                absent("residency.allowedRegions", () -> new ResidencyRequirement(none())),
                absent("residency.allowedRegions[]", () -> new ResidencyRequirement(Collections.singleton(none()))),
                absent("residency.allowedRegions[]", () -> ResidencyRequirement.within("eu-central-1", none())),
                refused(
                        "residency.allowedRegions is empty",
                        ResidencyRequirement::within,
                        "residency.allowedRegions: empty (expected: at least one region)"),
                misplaced("residency.allowedRegions[]", () -> ResidencyRequirement.within(misnomer())),
                misnamed("operation.name", () -> new OperationType(misnomer())),
                absent("operation.name", () -> new OperationType(none())));
    }

    static Stream<BadValue> sampling() {
        return Stream.of(
                refused("maxTokens is zero", () -> parameters().maxTokens(0), "maxTokens: 0 (expected: >= 1)"),
                refused("maxTokens is negative", () -> parameters().maxTokens(-5), "maxTokens: -5 (expected: >= 1)"),
                refused(
                        "temperature is above 1",
                        () -> parameters().temperature(1.1),
                        "temperature: 1.1 (expected: 0.0 to 1.0)"),
                refused(
                        "temperature is not a number",
                        () -> parameters().temperature(Double.NaN),
                        "temperature: NaN (expected: 0.0 to 1.0)"),
                refused("topP is negative", () -> parameters().topP(-0.1), "topP: -0.1 (expected: 0.0 to 1.0)"),
                absent("stopSequences", () -> parameters().stopSequences(none())),
                absent("stopSequences[]", () -> parameters().stopSequences(Collections.singletonList(none()))));
    }

    @Test
    void within_whenRegionIsRepeated_holdsItOnce() {
        assertThat(ResidencyRequirement.within("eu-west-1", "eu-west-1").allowedRegions())
                .containsExactly("eu-west-1");
    }
}
