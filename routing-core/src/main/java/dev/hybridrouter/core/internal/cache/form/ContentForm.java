package dev.hybridrouter.core.internal.cache.form;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import java.net.URI;

/** Blocks of content as bytes. The numbers of the kinds are part of the format: a new kind takes a new one. */
public final class ContentForm {
    private static final int TEXT = 1;
    private static final int IMAGE = 2;
    private static final int DOCUMENT = 3;
    private static final int TOOL_USE = 4;
    private static final int TOOL_RESULT = 5;
    private static final int REASONING = 6;
    private static final int REDACTED = 7;
    private static final int CACHE_POINT = 8;

    private static final int INLINE = 1;
    private static final int REMOTE = 2;

    private ContentForm() {}

    /** Writes a block. */
    public static void write(FormWriter form, Content block) {
        if (block instanceof Content.Text text) {
            form.tag(TEXT).text(text.text());
        } else if (block instanceof Content.Image image) {
            write(form.tag(IMAGE).text(image.format()), image.source());
        } else if (block instanceof Content.Document document) {
            write(form.tag(DOCUMENT).text(document.name()).text(document.format()), document.source());
        } else if (block instanceof Content.ToolUse use) {
            form.tag(TOOL_USE).text(use.id()).text(use.name()).text(use.input().text());
        } else if (block instanceof Content.ToolResult result) {
            form.tag(TOOL_RESULT)
                    .text(result.toolUseId())
                    .each(result.content(), ContentForm::write)
                    .text(result.status().name());
        } else if (block instanceof Content.Reasoning reasoning) {
            form.tag(REASONING).text(reasoning.text()).text(reasoning.signature());
        } else if (block instanceof Content.RedactedReasoning redacted) {
            form.tag(REDACTED).blob(redacted.data());
        } else if (block instanceof Content.CachePoint point) {
            form.tag(CACHE_POINT).duration(point.ttl());
        }
    }

    private static void write(FormWriter form, MediaSource source) {
        if (source instanceof MediaSource.Inline inline) {
            form.tag(INLINE).blob(inline.blob());
        } else if (source instanceof MediaSource.Remote remote) {
            form.tag(REMOTE).text(remote.uri().toString());
        }
    }

    /** Reads a block. */
    public static Content read(FormReader form) {
        return switch (form.tag()) {
            case TEXT -> new Content.Text(form.text());
            case IMAGE -> new Content.Image(form.text(), source(form));
            case DOCUMENT -> new Content.Document(form.text(), form.text(), source(form));
            case TOOL_USE -> new Content.ToolUse(form.text(), form.text(), new Json(form.text()));
            case TOOL_RESULT -> new Content.ToolResult(form.text(), form.each(ContentForm::flat), status(form));
            case REASONING -> new Content.Reasoning(form.text(), form.text());
            case REDACTED -> new Content.RedactedReasoning(form.blob());
            case CACHE_POINT -> new Content.CachePoint(form.duration());
            default -> throw new IllegalArgumentException("form.content: unknown (expected: a kind of content)");
        };
    }

    /** A block within a tool's result, which holds no such results itself: bytes cannot make us go deeper and deeper. */
    private static Content flat(FormReader form) {
        return switch (form.tag()) {
            case TEXT -> new Content.Text(form.text());
            case IMAGE -> new Content.Image(form.text(), source(form));
            case DOCUMENT -> new Content.Document(form.text(), form.text(), source(form));
            default -> throw new IllegalArgumentException("form.toolResult: unknown (expected: what a tool returns)");
        };
    }

    private static Content.ToolResult.Status status(FormReader form) {
        return Content.ToolResult.Status.valueOf(form.text());
    }

    private static MediaSource source(FormReader form) {
        return switch (form.tag()) {
            case INLINE -> new MediaSource.Inline(form.blob());
            case REMOTE -> new MediaSource.Remote(URI.create(form.text()));
            default -> throw new IllegalArgumentException("form.source: unknown (expected: inline or remote)");
        };
    }
}
