package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;

/**
 * Maps results of tools. A result always says something, because the service refuses blank ones. That a tool succeeded is not
 * sent, because it says nothing new and some models refuse it; that it failed is said in words where the model knows no status.
 *
 * @param model what the model takes
 * @param mapper maps a text, an image or a document
 */
record ToolResults(BedrockModel model, Function<ConverseBlock, ToolResultContentBlock> mapper) {
    static final String SILENT = "(no output)";
    static final String FAILED = "(the tool failed)";

    ToolResultBlock toBlock(ToolResult result, String field) {
        boolean knowsStatus = model.takes(BedrockFeature.TOOL_RESULT_STATUS);
        ToolResultBlock.Builder block = ToolResultBlock.builder()
                .toolUseId(result.toolUseId())
                .content(
                        content(result, field, knowsStatus).stream().map(mapper).toList());
        if (knowsStatus && result.status() == Status.ERROR) {
            block.status(ToolResultStatus.ERROR);
        }
        return block.build();
    }

    private List<ConverseBlock> content(ToolResult result, String field, boolean knowsStatus) {
        boolean failed = result.status() == Status.ERROR;
        List<ConverseBlock> blocks = new ArrayList<>();
        if (failed && !knowsStatus) {
            blocks.add(new ConverseBlock(Content.text(FAILED), field));
        }
        for (ConverseBlock block : ConverseTurn.blocks(result.content(), field + ".content")) {
            if (!(block.content() instanceof Content.Text text) || !text.text().isBlank()) {
                blocks.add(checked(block));
            }
        }
        if (blocks.isEmpty()) {
            blocks.add(new ConverseBlock(Content.text(failed ? FAILED : SILENT), field));
        }
        return blocks;
    }

    private ConverseBlock checked(ConverseBlock block) {
        if (block.isA(Content.Image.class) && !model.takes(BedrockFeature.TOOL_RESULT_IMAGES)) {
            throw RequestRefusal.unsupported(
                    block.field(), "an image in a tool result", "text, as the model takes no images there");
        }
        return block;
    }
}
