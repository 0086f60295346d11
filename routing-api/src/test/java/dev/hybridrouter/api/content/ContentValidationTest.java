package dev.hybridrouter.api.content;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.misnamed;
import static dev.hybridrouter.api.internal.BadValue.misnomer;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.internal.BadValue;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What content, media, JSON, tools and messages refuse, and how they say so. */
class ContentValidationTest {
    private static final MediaSource SOURCE = MediaSource.bytes(new byte[] {1});
    private static final Json JSON = Json.object("{}");
    private static final List<Content> TEXT = List.of(Content.text("hello"));

    @ParameterizedTest
    @MethodSource({"blocks", "toolBlocks", "media", "tools", "messages"})
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> blocks() {
        return Stream.of(
                absent("text", () -> Content.text(none())),
                misnamed("image.format", () -> new Content.Image(misnomer(), SOURCE)),
                absent("image.format", () -> new Content.Image(none(), SOURCE)),
                absent("image.source", () -> new Content.Image("png", none())),
                blank("document.name", () -> new Content.Document(" ", "pdf", SOURCE)),
                absent("document.name", () -> new Content.Document(none(), "pdf", SOURCE)),
                misnamed("document.format", () -> new Content.Document("report", misnomer(), SOURCE)),
                absent("document.source", () -> new Content.Document("report", "pdf", none())),
                absent("reasoning.text", () -> new Content.Reasoning(none(), "")),
                absent("reasoning.signature", () -> new Content.Reasoning("", none())),
                absent("redactedReasoning.data", () -> new Content.RedactedReasoning(none())),
                absent("cachePoint.ttl", () -> new Content.CachePoint(none())),
                refused(
                        "cachePoint.ttl is negative",
                        () -> new Content.CachePoint(Duration.ofSeconds(-1)),
                        "cachePoint.ttl: PT-1S (expected: zero or longer)"));
    }

    static Stream<BadValue> toolBlocks() {
        Content use = new Content.ToolUse("1", "find", JSON);
        return Stream.of(
                blank("toolUse.id", () -> new Content.ToolUse("", "find", JSON)),
                blank("toolUse.name", () -> new Content.ToolUse("1", "\t", JSON)),
                absent("toolUse.input", () -> new Content.ToolUse("1", "find", none())),
                blank("toolResult.toolUseId", () -> ToolResult.text(" ", "ok")),
                absent("text", () -> ToolResult.text("1", none())),
                absent("toolResult.status", () -> new ToolResult("1", TEXT, none())),
                absent("toolResult.content", () -> new ToolResult("1", none(), ToolResult.Status.ERROR)),
                absent(
                        "toolResult.content[]",
                        () -> new ToolResult("1", Collections.singletonList(none()), ToolResult.Status.SUCCESS)),
                refused(
                        "toolResult.content is empty",
                        () -> new ToolResult("1", List.of(), ToolResult.Status.SUCCESS),
                        "toolResult.content: empty (expected: at least one element)"),
                refused(
                        "toolResult.content holds a tool use",
                        () -> new ToolResult("1", List.of(use), ToolResult.Status.SUCCESS),
                        "toolResult.content: ToolUse[id=1, name=find, input=Json[2 characters]]"
                                + " (expected: text, images and documents only)"));
    }

    static Stream<BadValue> media() {
        return Stream.of(
                absent("bytes", () -> Blob.of(none())),
                refused(
                        "bytes is empty",
                        () -> MediaSource.bytes(new byte[0]),
                        "bytes: empty (expected: at least one byte)"),
                absent("blob", () -> new MediaSource.Inline(none())),
                absent("uri", () -> MediaSource.at(none())),
                refused(
                        "uri is relative",
                        () -> MediaSource.at(URI.create("secret/key.png")),
                        "uri: relative (expected: an absolute URI such as s3://bucket/key)"));
    }

    static Stream<BadValue> tools() {
        return Stream.of(
                absent("json", () -> Json.object(none())),
                refused(
                        "json is no object",
                        () -> Json.object("[1, 2]"),
                        "json: text of 6 characters (expected: a JSON object in braces)"),
                refused(
                        "json is not closed",
                        () -> Json.object("{\"a\": 1"),
                        "json: text of 7 characters (expected: a JSON object in braces)"),
                refused(
                        "json is blank",
                        () -> Json.object(" "),
                        "json: text of 1 characters (expected: a JSON object in braces)"),
                refused(
                        "json is one brace",
                        () -> Json.object("}{"),
                        "json: text of 2 characters (expected: a JSON object in braces)"),
                refused(
                        "tool.name is malformed",
                        () -> new Tool(misnomer(), "finds", JSON),
                        "tool.name: \"no spaces\" (expected: 1 to 256 of A-Z a-z 0-9 . _ : / @ -)"),
                absent("tool.name", () -> new Tool(none(), "finds", JSON)),
                absent("tool.description", () -> new Tool("find", none(), JSON)),
                absent("tool.inputSchema", () -> new Tool("find", "finds", none())),
                refused(
                        "toolChoice.tool is malformed",
                        () -> ToolChoice.tool(misnomer()),
                        "toolChoice.tool: \"no spaces\" (expected: 1 to 256 of A-Z a-z 0-9 . _ : / @ -)"),
                absent("toolChoice.tool", () -> ToolChoice.tool(none())),
                misnamed("responseFormat.name", () -> ResponseFormat.json(misnomer(), JSON)),
                absent("responseFormat.schema", () -> ResponseFormat.json("answer", none())));
    }

    static Stream<BadValue> messages() {
        return Stream.of(
                absent("message.role", () -> new Message(none(), TEXT)),
                absent("message.content", () -> Message.assistant(BadValue.<List<Content>>none())),
                absent("message.content[]", () -> Message.user(BadValue.<Content>none())),
                absent("text", () -> Message.user(BadValue.<String>none())),
                refused(
                        "message.content is empty",
                        () -> Message.user(new Content[0]),
                        "message.content: empty (expected: at least one element)"));
    }

    @Test
    void json_whenSurroundedByWhiteSpace_isAccepted() {
        assertThat(Json.object(" \n{}\t").text()).isEqualTo(" \n{}\t");
    }

    @Test
    void text_whenEmpty_isAcceptedBecauseAnswersMayBeEmpty() {
        assertThat(Content.text("")).isEqualTo(new Content.Text(""));
    }

    @Test
    void toolResult_whenTextImageAndDocument_isAccepted() {
        List<Content> blocks = List.of(
                Content.text("see"), new Content.Image("png", SOURCE), new Content.Document("report", "pdf", SOURCE));

        assertThat(new ToolResult("1", blocks, ToolResult.Status.ERROR).content())
                .isEqualTo(blocks);
    }

    @Test
    void cachePoint_whenStandard_leavesTheTimeToTheProvider() {
        assertThat(Content.CachePoint.standard().ttl()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_peek", "-x", "files.read", "mcp:files/read", "@scope/tool"})
    void toolName_thatSomeProviderTakes_isTaken(String name) {
        assertThat(new Tool(name, "", JSON).name()).isEqualTo(name);
        assertThat(ToolChoice.tool(name)).isEqualTo(new ToolChoice.Named(name));
    }
}
