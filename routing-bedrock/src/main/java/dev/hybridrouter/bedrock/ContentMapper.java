package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Role;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Maps the blocks of one request, in order, to the service's. */
final class ContentMapper {
    private final MediaSources sources;
    private final ToolResults results;
    private final DocumentNames documents = new DocumentNames();

    ContentMapper(BedrockModel model) {
        sources = new MediaSources(model);
        results = new ToolResults(model, this::toolResultContent);
    }

    List<SystemContentBlock> toSystem(List<ConverseBlock> system) {
        List<SystemContentBlock> blocks = new ArrayList<>(system.size());
        for (ConverseBlock block : system) {
            if (block.content() instanceof Content.Text text) {
                blocks.add(SystemContentBlock.fromText(text.text()));
            } else if (block.content() instanceof Content.CachePoint point) {
                blocks.add(SystemContentBlock.fromCachePoint(cachePoint(point)));
            }
        }
        return blocks;
    }

    List<Message> toMessages(List<ConverseTurn> turns) {
        return turns.stream().map(this::toMessage).toList();
    }

    private Message toMessage(ConverseTurn turn) {
        return Message.builder()
                .role(turn.role() == Role.USER ? ConversationRole.USER : ConversationRole.ASSISTANT)
                .content(turn.blocks().stream().map(this::toBlock).toList())
                .build();
    }

    private ContentBlock toBlock(ConverseBlock block) {
        Content content = block.content();
        if (content instanceof Content.Text text) {
            return ContentBlock.fromText(text.text());
        } else if (content instanceof Content.Image image) {
            return ContentBlock.fromImage(image(image, block.field()));
        } else if (content instanceof Content.Document document) {
            return ContentBlock.fromDocument(document(document, block.field()));
        } else if (content instanceof Content.ToolUse use) {
            return ContentBlock.fromToolUse(toolUse(use));
        } else if (content instanceof Content.ToolResult result) {
            return ContentBlock.fromToolResult(results.toBlock(result, block.field()));
        } else if (content instanceof Content.Reasoning reasoning) {
            return ContentBlock.fromReasoningContent(reasoning(reasoning));
        } else if (content instanceof Content.RedactedReasoning redacted) {
            return ContentBlock.fromReasoningContent(ReasoningContentBlock.fromRedactedContent(
                    SdkBytes.fromByteBuffer(redacted.data().asByteBuffer())));
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

    private ToolResultContentBlock toolResultContent(ConverseBlock block) {
        if (block.content() instanceof Content.Image image) {
            return ToolResultContentBlock.fromImage(image(image, block.field()));
        } else if (block.content() instanceof Content.Document document) {
            return ToolResultContentBlock.fromDocument(document(document, block.field()));
        }
        return ToolResultContentBlock.fromText(((Content.Text) block.content()).text());
    }

    private static ReasoningContentBlock reasoning(Content.Reasoning reasoning) {
        return ReasoningContentBlock.fromReasoningText(text -> {
            text.text(reasoning.text());
            if (!reasoning.signature().isEmpty()) {
                text.signature(reasoning.signature());
            }
        });
    }

    private ImageBlock image(Content.Image image, String field) {
        return ImageBlock.builder()
                .format(MediaFormats.IMAGES.named(image.format(), field))
                .source(sources.ofImage(image.source(), field))
                .build();
    }

    private DocumentBlock document(Content.Document document, String field) {
        return DocumentBlock.builder()
                .name(documents.next(document.name()))
                .format(MediaFormats.DOCUMENTS.named(document.format(), field))
                .source(sources.ofDocument(document.source(), field))
                .build();
    }

    static CachePointBlock cachePoint(Content.CachePoint point) {
        CachePointBlock.Builder block = CachePointBlock.builder().type(CachePointType.DEFAULT);
        if (!point.ttl().isZero()) {
            block.ttl(CacheTtls.format(point.ttl()));
        }
        return block.build();
    }
}
