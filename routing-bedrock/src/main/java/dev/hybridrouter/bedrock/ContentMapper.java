package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.S3Location;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/**
 * Maps the request's content blocks to the service's.
 *
 * @param caching whether cache points are sent; the target may not know them, and they never change the answer
 */
record ContentMapper(boolean caching) {
    List<SystemContentBlock> toSystem(List<Content> system) {
        List<SystemContentBlock> blocks = new ArrayList<>(system.size());
        for (Content content : system) {
            if (content instanceof Content.Text text) {
                blocks.add(SystemContentBlock.fromText(text.text()));
            } else if (content instanceof Content.CachePoint point && caching) {
                blocks.add(SystemContentBlock.fromCachePoint(cachePoint(point)));
            }
        }
        return blocks;
    }

    /** Leaves blank text out: models answer it, and the service refuses it. */
    List<ContentBlock> toBlocks(List<Content> contents) {
        List<ContentBlock> blocks = new ArrayList<>(contents.size());
        for (Content content : contents) {
            if (isSent(content)) {
                blocks.add(toBlock(content));
            }
        }
        return blocks;
    }

    private boolean isSent(Content content) {
        if (content instanceof Content.Text text) {
            return !text.text().isBlank();
        }
        return caching || !(content instanceof Content.CachePoint);
    }

    private static ContentBlock toBlock(Content content) {
        if (content instanceof Content.Text text) {
            return ContentBlock.fromText(text.text());
        } else if (content instanceof Content.Image image) {
            return ContentBlock.fromImage(image(image));
        } else if (content instanceof Content.Document document) {
            return ContentBlock.fromDocument(document(document));
        } else if (content instanceof Content.ToolUse use) {
            return ContentBlock.fromToolUse(toolUse(use));
        } else if (content instanceof Content.ToolResult result) {
            return ContentBlock.fromToolResult(toolResult(result));
        } else if (content instanceof Content.Reasoning reasoning) {
            return ContentBlock.fromReasoningContent(reasoning(reasoning));
        } else if (content instanceof Content.RedactedReasoning redacted) {
            return ContentBlock.fromReasoningContent(ReasoningContentBlock.fromRedactedContent(bytes(redacted.data())));
        }
        return ContentBlock.fromCachePoint(cachePoint((Content.CachePoint) content));
    }

    private static ToolUseBlock toolUse(Content.ToolUse use) {
        return ToolUseBlock.builder()
                .toolUseId(use.id())
                .name(use.name())
                .input(DocumentJson.toDocument(use.input()))
                .build();
    }

    private static ToolResultBlock toolResult(Content.ToolResult result) {
        return ToolResultBlock.builder()
                .toolUseId(result.toolUseId())
                .status(
                        result.status() == Content.ToolResult.Status.ERROR
                                ? ToolResultStatus.ERROR
                                : ToolResultStatus.SUCCESS)
                .content(result.content().stream()
                        .map(ContentMapper::toolResultContent)
                        .toList())
                .build();
    }

    private static ToolResultContentBlock toolResultContent(Content content) {
        if (content instanceof Content.Image image) {
            return ToolResultContentBlock.fromImage(image(image));
        } else if (content instanceof Content.Document document) {
            return ToolResultContentBlock.fromDocument(document(document));
        }
        return ToolResultContentBlock.fromText(((Content.Text) content).text());
    }

    private static ReasoningContentBlock reasoning(Content.Reasoning reasoning) {
        return ReasoningContentBlock.fromReasoningText(text -> {
            text.text(reasoning.text());
            if (!reasoning.signature().isEmpty()) {
                text.signature(reasoning.signature());
            }
        });
    }

    private static ImageBlock image(Content.Image image) {
        return ImageBlock.builder()
                .format(image.format())
                .source(
                        image.source() instanceof MediaSource.Inline inline
                                ? ImageSource.fromBytes(bytes(inline.blob()))
                                : ImageSource.fromS3Location(location(image.source())))
                .build();
    }

    private static DocumentBlock document(Content.Document document) {
        return DocumentBlock.builder()
                .name(document.name())
                .format(document.format())
                .source(
                        document.source() instanceof MediaSource.Inline inline
                                ? DocumentSource.fromBytes(bytes(inline.blob()))
                                : DocumentSource.fromS3Location(location(document.source())))
                .build();
    }

    private static S3Location location(MediaSource source) {
        MediaSource.Remote remote = (MediaSource.Remote) source;
        if (!"s3".equals(remote.uri().getScheme())) {
            throw new ProviderException(
                    FailureKind.INVALID_REQUEST,
                    "media source: " + remote.uri().getScheme() + " (expected: an s3:// URI or inline bytes)");
        }
        return S3Location.builder().uri(remote.uri().toString()).build();
    }

    private static SdkBytes bytes(Blob blob) {
        return SdkBytes.fromByteBuffer(blob.asByteBuffer());
    }

    private static CachePointBlock cachePoint(Content.CachePoint point) {
        CachePointBlock.Builder block = CachePointBlock.builder().type(CachePointType.DEFAULT);
        if (!point.ttl().isZero()) {
            block.ttl(CacheTtls.format(point.ttl()));
        }
        return block.build();
    }
}
