package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.internal.Check;
import java.util.List;
import java.util.Map;

/**
 * What a tool returned, in terms of the router. Its {@code toString} tells sizes only.
 *
 * @param content text, images and documents in order; embedded texts are text, embedded bytes and links are documents
 * @param structured the structured content, if it is a JSON object; values as a JSON library gives them. Otherwise empty
 * @param meta what the result's {@code _meta} holds
 * @param error whether the tool says that it failed
 * @param unmapped how many blocks of content the router has no word for, such as audio
 */
public record McpResult(
        List<Content> content, Map<String, Object> structured, Map<String, Object> meta, boolean error, int unmapped) {
    /** Copies the content; the maps are taken as they are. */
    public McpResult {
        content = Check.copy(content, "result.content");
        Check.notNull(structured, "result.structured");
        Check.notNull(meta, "result.meta");
        Check.atLeast(0, unmapped, "result.unmapped");
    }

    @Override
    public String toString() {
        return "McpResult[" + content.size() + " blocks" + (error ? ", error]" : "]");
    }
}
