package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps the result of a tool call to terms of the router. It reads the JSON as it is, not through the SDK's types: those
 * refuse a whole result for one block of a kind that they do not know.
 */
final class ContentReader {
    private static final Map<String, String> FORMATS = Map.of(
            "text/plain", "txt",
            "text/markdown", "md",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private ContentReader() {}

    /**
     * Reads a result. Blocks that the router has no word for, or that are not whole, are counted.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static McpResult toResult(@Nullable Object json) {
        if (!(json instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("the result is no object");
        }
        Map<String, Object> result = McpJson.object(json);
        List<Content> content = new ArrayList<>();
        int unmapped = 0;
        List<?> blocks = result.get("content") instanceof List<?> list ? list : List.of();
        for (Object block : blocks) {
            Content known = known(McpJson.object(block));
            if (known == null) {
                unmapped++;
            } else {
                content.add(known);
            }
        }
        return new McpResult(
                content,
                McpJson.object(result.get("structuredContent")),
                McpJson.object(result.get("_meta")),
                Boolean.TRUE.equals(result.get("isError")),
                unmapped);
    }

    private static @Nullable Content known(Map<String, Object> block) {
        try {
            return toContent(block);
        } catch (RuntimeException e) { // such as base64 that is none
            return null;
        }
    }

    private static @Nullable Content toContent(Map<String, Object> block) {
        return switch (String.valueOf(block.get("type"))) {
            case "text" -> text(block);
            case "image" -> media(block.get("data"), source -> new Content.Image(format(block, "png"), source));
            case "resource" -> embedded(McpJson.object(block.get("resource")));
            case "resource_link" -> link(block);
            default -> null;
        };
    }

    private static @Nullable Content text(Map<String, Object> block) {
        return block.get("text") instanceof String text ? Content.text(text) : null;
    }

    private static @Nullable Content embedded(Map<String, Object> resource) {
        if (resource.containsKey("text")) {
            return text(resource);
        }
        String format = format(resource, "bin");
        return String.valueOf(resource.get("mimeType")).startsWith("image/")
                ? media(resource.get("blob"), source -> new Content.Image(format, source))
                : media(resource.get("blob"), source -> new Content.Document(name(resource), format, source));
    }

    private static @Nullable Content link(Map<String, Object> link) {
        try {
            URI uri = new URI(string(link, "uri"));
            String name = link.get("name") instanceof String given && !given.isBlank() ? given : name(link);
            return uri.isAbsolute() ? new Content.Document(name, format(link, "bin"), MediaSource.at(uri)) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable Content media(@Nullable Object base64, Function<MediaSource, Content> block) {
        if (!(base64 instanceof String text)) {
            return null;
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        return bytes.length == 0 ? null : block.apply(MediaSource.bytes(bytes));
    }

    /** The format as providers spell it: png, pdf, csv and so on. */
    private static String format(Map<String, Object> block, String unless) {
        String type = string(block, "mimeType")
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";.*", "")
                .strip();
        String known = FORMATS.get(type);
        String format = known != null ? known : type.substring(type.indexOf('/') + 1);
        return format.matches("[a-z0-9][a-z0-9._-]{0,63}") ? format : unless;
    }

    private static String name(Map<String, Object> resource) {
        String name = string(resource, "uri").replaceFirst("[?#].*", "").replaceFirst("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        return name.isBlank() ? "resource" : name;
    }

    private static String string(Map<String, Object> block, String field) {
        return block.get(field) instanceof String text ? text : "";
    }
}
