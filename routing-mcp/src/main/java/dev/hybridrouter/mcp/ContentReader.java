package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps the result of a tool call to terms of the router. */
final class ContentReader {
    private static final Map<String, String> FORMATS = Map.of(
            "text/plain", "txt",
            "text/markdown", "md",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private ContentReader() {}

    static McpResult toResult(McpSchema.CallToolResult result) {
        List<Content> content = new ArrayList<>();
        int unmapped = 0;
        List<McpSchema.Content> blocks = result.content() == null ? List.of() : result.content();
        for (McpSchema.Content block : blocks) {
            Content known = toContent(block);
            if (known == null) {
                unmapped++;
            } else {
                content.add(known);
            }
        }
        return new McpResult(
                content,
                McpJson.object(result.structuredContent()),
                McpJson.object(result.meta()),
                Boolean.TRUE.equals(result.isError()),
                unmapped);
    }

    private static @Nullable Content toContent(McpSchema.Content block) {
        if (block instanceof McpSchema.TextContent text) {
            return Content.text(text.text());
        }
        if (block instanceof McpSchema.ImageContent image) {
            return media(image.data(), source -> new Content.Image(format(image.mimeType(), "png"), source));
        }
        if (block instanceof McpSchema.EmbeddedResource embedded) {
            return embedded(embedded.resource());
        }
        if (block instanceof McpSchema.ResourceLink link) {
            return link(link);
        }
        return null;
    }

    private static @Nullable Content embedded(McpSchema.ResourceContents resource) {
        if (resource instanceof McpSchema.TextResourceContents text) {
            return Content.text(text.text());
        }
        if (resource instanceof McpSchema.BlobResourceContents blob) {
            String format = format(blob.mimeType(), "bin");
            return isImage(blob.mimeType())
                    ? media(blob.blob(), source -> new Content.Image(format, source))
                    : media(blob.blob(), source -> new Content.Document(name(blob.uri()), format, source));
        }
        return null;
    }

    private static @Nullable Content link(McpSchema.ResourceLink link) {
        try {
            URI uri = new URI(link.uri());
            String name = link.name() == null || link.name().isBlank() ? name(link.uri()) : link.name();
            return uri.isAbsolute()
                    ? new Content.Document(name, format(link.mimeType(), "bin"), MediaSource.at(uri))
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable Content media(String base64, Function<MediaSource, Content> block) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return bytes.length == 0 ? null : block.apply(MediaSource.bytes(bytes));
    }

    private static boolean isImage(@Nullable String mimeType) {
        return mimeType != null && mimeType.startsWith("image/");
    }

    /** The format as providers spell it: png, pdf, csv and so on. */
    private static String format(@Nullable String mimeType, String unless) {
        if (mimeType == null) {
            return unless;
        }
        String type = mimeType.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip();
        String known = FORMATS.get(type);
        String format = known != null ? known : type.substring(type.indexOf('/') + 1);
        return format.matches("[a-z0-9][a-z0-9._-]{0,63}") ? format : unless;
    }

    private static String name(String uri) {
        String name = uri.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
        name = name.substring(name.lastIndexOf('/') + 1);
        return name.isBlank() ? "resource" : name;
    }
}
