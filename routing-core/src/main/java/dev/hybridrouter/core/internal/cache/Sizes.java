package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.List;

/** Estimates how much memory keys and answers take. */
final class Sizes {
    /** Objects around an entry: key, request, context, response, usage, the cache's own node. */
    private static final int ENTRY = 512;

    private static final int OBJECT = 48;
    private static final int BYTES_PER_CHARACTER = 2;

    private Sizes() {}

    static long of(CacheKey key, Answer answer) {
        return ENTRY + of(key.request()) + of(answer.response().content());
    }

    private static long of(RouteRequest request) {
        long bytes = of(request.system());
        for (Message message : request.messages()) {
            bytes += OBJECT + of(message.content());
        }
        for (Tool tool : request.tools()) {
            bytes += OBJECT
                    + of(tool.description())
                    + of(tool.name())
                    + of(tool.inputSchema().text());
        }
        return bytes;
    }

    private static long of(List<Content> content) {
        long bytes = 0;
        for (Content block : content) {
            bytes += OBJECT + of(block);
        }
        return bytes;
    }

    private static long of(Content block) {
        if (block instanceof Content.Text text) {
            return of(text.text());
        } else if (block instanceof Content.Image image) {
            return of(image.source());
        } else if (block instanceof Content.Document document) {
            return of(document.source());
        } else if (block instanceof Content.ToolUse use) {
            return of(use.input().text());
        } else if (block instanceof Content.ToolResult result) {
            return of(result.content());
        } else if (block instanceof Content.Reasoning reasoning) {
            return of(reasoning.text()) + of(reasoning.signature());
        } else if (block instanceof Content.RedactedReasoning redacted) {
            return redacted.data().size();
        }
        return 0;
    }

    private static long of(MediaSource source) {
        return source instanceof MediaSource.Inline inline ? inline.blob().size() : OBJECT;
    }

    private static long of(String text) {
        return OBJECT + (long) BYTES_PER_CHARACTER * text.length();
    }
}
