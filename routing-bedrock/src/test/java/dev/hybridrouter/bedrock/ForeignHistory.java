package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolUse;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.request.RouteRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Random conversations in the shape in which other libraries and clients keep them. */
final class ForeignHistory {
    /** Whose shape a conversation has. */
    enum Style {
        /** Results of tools in a turn each; ids of the provider; an answer without text beside its tool uses. */
        LANGCHAIN4J,
        /** Results in one turn; ids as UUIDs; empty text beside tool uses. */
        SPRING_AI,
        /** Results in a turn each; {@code call_} ids, some of them again and again; dots and colons in names and ids. */
        OPENAI,
        /** Results in one turn, also behind the text; {@code toolu_} ids; reasoning with and without a signature. */
        ANTHROPIC
    }

    private static final List<String> NAMES =
            List.of("search", "_peek", "files.read", "mcp:files/read", "files_read", "a".repeat(80), "web-fetch");
    private static final List<String> SCHEMAS = List.of(
            "{}",
            "{\"type\":\"object\"}",
            "{\"properties\":{\"q\":{\"type\":\"string\",\"default\":\"\"}}}",
            "{\"type\":\"object\",\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"title\":\"T\","
                    + "\"properties\":{\"p\":{\"$ref\":\"#/$defs/P\"}},\"$defs\":{\"P\":{\"type\":\"integer\"}}}",
            "{\"$ref\":\"#/definitions/In\",\"definitions\":{\"In\":{\"type\":\"object\",\"properties\":{}}}}",
            "{\"type\":[\"object\",\"null\"],\"properties\":{}}");
    private static final List<String> DOCUMENTS =
            List.of("kosten.pdf", "Übersicht 2026", "plan  final", "報告書", "a_b", "report", "x".repeat(250), "#1");
    private static final List<String> FORMATS = List.of("pdf", "csv", "txt", "md", "html", "docx", "text/plain", "PDF");
    private static final List<String> IMAGES = List.of("png", "jpg", "JPEG", "image/webp", "gif");
    private static final List<String> TEXTS =
            List.of("Go on.", "What now? ", "\n\nSo:", "word ".repeat(3_000), "¿Qué?");
    private static final List<String> BLANKS = List.of("", " ", "\n", "\t ");
    private static final byte[] BYTES = {1, 2, 3};

    private final Random random;
    private final Style style;
    private final RouteRequest.Builder request = RouteRequest.builder();
    private final Set<String> used = new LinkedHashSet<>();
    private int calls;

    ForeignHistory(Random random, Style style) {
        this.random = random;
        this.style = style;
    }

    /** A conversation that every model could take part in, however oddly it is kept. */
    RouteRequest whole() {
        if (chance(2)) {
            request.system("Be brief." + (chance(4) ? "x ".repeat(4_000) : ""));
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            round();
        }
        request.message(Message.user(question().toArray(Content[]::new)));
        addTools();
        return request.build();
    }

    /** A conversation with something wrong, or something that only some models take. */
    RouteRequest damaged() {
        RouteRequest whole = whole();
        RouteRequest.Builder other = whole.toBuilder();
        List<Message> messages = new ArrayList<>(whole.messages());
        switch (random.nextInt(9)) {
            case 0 -> messages.remove(messages.size() - 1 - random.nextInt(messages.size() - 1));
            case 1 -> messages.add(Message.assistant("The number is" + one(BLANKS)));
            case 2 -> messages.add(Message.user(ToolResult.text("nobody asked", "11 C")));
            case 3 -> messages.add(Message.assistant(List.of(new ToolUse("open", "search", Json.object("{}")))));
            case 4 -> messages.add(Message.user(Content.text(one(BLANKS)), Content.CachePoint.standard()));
            case 5 -> Collections.swap(messages, 1 + random.nextInt(messages.size() - 1), messages.size() - 1);
            case 6 ->
                messages.add(Message.user(
                        new Content.Image("tiff", MediaSource.bytes(BYTES)), new Content.CachePoint(ttl())));
            case 7 ->
                other.systemCachePoint(new Content.CachePoint(ttl())).systemCachePoint(Content.CachePoint.standard());
            default -> other.parameters(parameters()).responseFormat(format()).toolChoice(choice(whole));
        }
        return other.clearMessages().messages(messages).build();
    }

    private void round() {
        request.message(Message.user(question().toArray(Content[]::new)));
        if (chance(3)) {
            request.user("And another thing.");
        }
        if (chance(2)) {
            callTools();
        }
        if (chance(5)) {
            request.message(Message.assistant(one(BLANKS)));
        } else {
            request.message(Message.assistant(answer()));
        }
    }

    private void callTools() {
        List<Content> answer = answer();
        List<Message> results = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String id = id(i);
            String name = one(NAMES);
            used.add(name);
            answer.add(new ToolUse(id, name, Json.object("{\"n\":1}")));
            results.add(Message.user(result(id)));
        }
        request.message(Message.assistant(answer));
        if (style == Style.LANGCHAIN4J || style == Style.OPENAI) {
            request.messages(results);
        } else {
            List<Content> all = new ArrayList<>();
            results.forEach(message -> all.addAll(message.content()));
            all.add(style == Style.ANTHROPIC && chance(2) ? 0 : all.size(), Content.text("Here you are."));
            request.message(Message.user(all.toArray(Content[]::new)));
        }
    }

    private List<Content> answer() {
        List<Content> answer = new ArrayList<>();
        if (style == Style.ANTHROPIC && chance(2)) {
            answer.add(
                    chance(3)
                            ? new Content.RedactedReasoning(Blob.of(BYTES))
                            : new Content.Reasoning("Easy.", chance(2) ? "c2ln" : ""));
        }
        answer.add(Content.text(chance(3) ? one(BLANKS) : one(TEXTS)));
        return answer;
    }

    private List<Content> question() {
        List<Content> question = new ArrayList<>();
        if (chance(3)) {
            question.add(document());
        }
        if (chance(4)) {
            question.add(new Content.Image(one(IMAGES), MediaSource.bytes(BYTES)));
        }
        if (question.isEmpty() || chance(2)) {
            question.add(Content.text(one(TEXTS)));
        }
        if (chance(4)) {
            question.add(Content.text(one(BLANKS)));
        }
        Collections.shuffle(question, random);
        return question;
    }

    private Content document() {
        return new Content.Document(one(DOCUMENTS), one(FORMATS), MediaSource.bytes(BYTES));
    }

    private Content result(String id) {
        List<Content> content = new ArrayList<>(List.of(Content.text(chance(3) ? one(BLANKS) : "{\"degrees\":11}")));
        if (chance(4)) {
            content.add(document());
        }
        return new ToolResult(id, content, chance(4) ? ToolResult.Status.ERROR : ToolResult.Status.SUCCESS);
    }

    private String id(int parallel) {
        calls++;
        return switch (style) {
            case LANGCHAIN4J ->
                "tooluse_" + Long.toString(random.nextLong(), 36).replace('-', 'a') + calls;
            case SPRING_AI -> new UUID(random.nextLong(), random.nextLong()).toString();
            case OPENAI -> chance(2) ? "call_" + parallel : "functions.get weather:" + calls + "#" + "x".repeat(60);
            case ANTHROPIC -> "toolu_01" + Long.toHexString(random.nextLong()) + calls;
        };
    }

    private void addTools() {
        List<Tool> tools = new ArrayList<>();
        if (chance(2)) {
            used.forEach(name -> tools.add(new Tool(name, chance(2) ? "" : "Does it.", Json.object(one(SCHEMAS)))));
        }
        request.tools(tools);
    }

    private InferenceParameters parameters() {
        InferenceParameters.Builder parameters = InferenceParameters.builder().temperature(0.5);
        if (chance(2)) {
            parameters.topP(0.9);
        }
        if (chance(2)) {
            parameters.stopSequences(List.of(one(List.of("END", "\n\n", " "))));
        }
        return parameters.maxTokens(100).build();
    }

    private ResponseFormat format() {
        return chance(2) ? ResponseFormat.TEXT : ResponseFormat.json("answer.v1", Json.object(one(SCHEMAS)));
    }

    private ToolChoice choice(RouteRequest whole) {
        return whole.tools().isEmpty()
                ? ToolChoice.AUTO
                : chance(2)
                        ? ToolChoice.ANY
                        : ToolChoice.tool(whole.tools().get(0).name());
    }

    private Duration ttl() {
        return one(List.of(Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(10)));
    }

    private boolean chance(int ofSo) {
        return random.nextInt(ofSo) == 0;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
