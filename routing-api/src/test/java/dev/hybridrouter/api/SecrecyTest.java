package dev.hybridrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a prompt, an answer or a tenant says appears in no text that a log might take. */
class SecrecyTest {
    private static final String SECRET = "canary";
    private static final Json JSON = Json.object("{\"" + SECRET + "\":1}");
    private static final Blob BLOB = Blob.of(SECRET.getBytes(StandardCharsets.UTF_8));

    private static final List<Content> CONTENT = List.of(
            Content.text(SECRET),
            new Content.Image("png", new MediaSource.Inline(BLOB)),
            new Content.Image("png", MediaSource.at(URI.create("s3://" + SECRET + "/" + SECRET))),
            new Content.Document(SECRET, "pdf", new MediaSource.Inline(BLOB)),
            new Content.ToolUse("t", "lookup", JSON),
            Content.ToolResult.text("t", SECRET),
            new Content.Reasoning(SECRET, "signature"),
            new Content.RedactedReasoning(BLOB));

    static Stream<Object> values() {
        RequestContext context = RequestContext.builder()
                .tenant(SECRET)
                .tags(Map.of(SECRET, SECRET))
                .build();
        RouteRequest request = RouteRequest.builder()
                .system(SECRET)
                .message(Message.user(SECRET))
                .message(Message.assistant(CONTENT))
                .tools(List.of(new Tool("lookup", SECRET, JSON)))
                .parameters(InferenceParameters.builder()
                        .stopSequences(List.of(SECRET))
                        .build())
                .responseFormat(ResponseFormat.json("format", JSON))
                .context(context)
                .build();
        ModelResponse response =
                ModelResponse.builder(CONTENT, StopReason.END_TURN).build();
        Stream<Object> wholes = Stream.of(
                request,
                request.messages(),
                request.tools(),
                request.parameters(),
                request.responseFormat(),
                context,
                response,
                response.content(),
                JSON,
                BLOB);
        Stream<Object> pieces = Stream.of(
                new Delta.TextDelta(0, SECRET),
                new Delta.ReasoningDelta(0, SECRET),
                new Delta.ToolInputDelta(0, SECRET),
                new Delta.BlockCompleted(0, Content.text(SECRET)),
                new StreamEvent.Content(new Delta.TextDelta(0, SECRET)));
        return Stream.concat(wholes, pieces);
    }

    @ParameterizedTest
    @MethodSource("values")
    void toString_showsNothingOfTheContent(Object value) {
        assertThat(value.toString()).doesNotContain(SECRET);
    }
}
