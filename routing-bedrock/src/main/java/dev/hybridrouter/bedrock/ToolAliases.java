package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Gives tool uses and their results names and ids that the service takes. An id that it takes and that comes once is left as
 * it is; one of another form, or one that an earlier turn has used for another call, is replaced, in use and result alike.
 */
final class ToolAliases implements UnaryOperator<List<ConverseTurn>> {
    private final BedrockModel model;
    private final ToolNames names;
    private final Set<String> taken = new HashSet<>();

    ToolAliases(BedrockModel model, ToolNames names) {
        this.model = model;
        this.names = names;
    }

    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        List<ConverseTurn> renamed = new ArrayList<>(turns.size());
        Map<String, String> ids = Map.of();
        for (ConverseTurn turn : turns) {
            ids = turn.isUser() ? ids : ids(turn);
            Map<String, String> current = ids;
            renamed.add(turn.mapped(block -> renamed(block, current)));
        }
        return renamed;
    }

    private Map<String, String> ids(ConverseTurn turn) {
        Map<String, String> ids = new HashMap<>();
        for (ConverseBlock block : turn.blocks()) {
            if (block.content() instanceof ToolUse use) {
                ids.put(use.id(), alias(use.id()));
            }
        }
        return ids;
    }

    private String alias(String id) {
        Spelling spelling = model.takes(BedrockFeature.PUNCTUATED_TOOL_IDS) ? Spelling.TOOL_ID : Spelling.TOOL_NAME;
        String alias = spelling.fits(id) ? id : spelling.distinct(id);
        for (int again = 2; !taken.add(alias); again++) {
            alias = spelling.distinct(id + "\n" + again);
        }
        return alias;
    }

    private ConverseBlock renamed(ConverseBlock block, Map<String, String> ids) {
        if (block.content() instanceof ToolUse use) {
            return block.with(
                    new ToolUse(ids.getOrDefault(use.id(), use.id()), names.onTheWire(use.name()), use.input()));
        } else if (block.content() instanceof ToolResult result) {
            String id = ids.getOrDefault(result.toolUseId(), result.toolUseId());
            return block.with(new ToolResult(id, result.content(), result.status()));
        }
        return block;
    }
}
