package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CitationGeneratedContent;
import software.amazon.awssdk.services.bedrockruntime.model.CitationsContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningTextBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseType;

/** Maps the content blocks of an answer. */
final class BlockReader {
    private BlockReader() {}

    /** Null if the library has no type for the block, or if it is a tool use. Of cited text the text is kept. */
    static @Nullable Content toContent(ContentBlock block) {
        return switch (block.type()) {
            case TEXT -> Content.text(block.text());
            case REASONING_CONTENT -> reasoning(block.reasoningContent());
            case CITATIONS_CONTENT -> citedText(block.citationsContent());
            case IMAGE -> image(block.image());
            default -> null;
        };
    }

    /** Whether the model wants a tool of the caller called; the service calls its own tools, which have a type, itself. */
    static boolean isForCaller(@Nullable ToolUseType type) {
        return type == null;
    }

    /** Redacted reasoning as the service sent it; null if it sent nothing. */
    static @Nullable Content redacted(byte[] bytes) {
        return bytes.length == 0 ? null : new Content.RedactedReasoning(Blob.of(bytes));
    }

    private static @Nullable Content reasoning(ReasoningContentBlock block) {
        SdkBytes redacted = block.redactedContent();
        if (redacted != null) {
            return redacted(redacted.asByteArrayUnsafe());
        }
        ReasoningTextBlock text = block.reasoningText();
        if (text == null) {
            return null;
        }
        return new Content.Reasoning(orEmpty(text.text()), orEmpty(text.signature()));
    }

    private static Content citedText(CitationsContentBlock block) {
        return Content.text(block.content().stream()
                .map(CitationGeneratedContent::text)
                .map(BlockReader::orEmpty)
                .collect(Collectors.joining()));
    }

    private static @Nullable Content image(ImageBlock block) {
        ImageSource source = block.source();
        if (source != null && source.bytes() != null) {
            byte[] bytes = source.bytes().asByteArrayUnsafe();
            return bytes.length == 0 ? null : new Content.Image(block.formatAsString(), MediaSource.bytes(bytes));
        }
        if (source != null && source.s3Location() != null) {
            URI location = URI.create(source.s3Location().uri());
            return new Content.Image(block.formatAsString(), MediaSource.at(location));
        }
        return null;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
