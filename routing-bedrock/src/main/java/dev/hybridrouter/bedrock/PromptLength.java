package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Tool;
import java.util.List;

/** Estimates how many tokens a part of a prompt has, on the high side: a cache point too early is ignored. */
final class PromptLength {
    private static final int CHARACTERS_PER_TOKEN = 3;

    /** About a thousand tokens, a picture of middling size or half a page. */
    private static final int CHARACTERS_PER_MEDIUM = 3_000;

    private long characters;

    long tokens() {
        return characters / CHARACTERS_PER_TOKEN;
    }

    void addTools(List<Tool> tools) {
        for (Tool tool : tools) {
            characters += (long) tool.name().length()
                    + tool.description().length()
                    + tool.inputSchema().text().length();
        }
    }

    void add(List<ConverseBlock> blocks) {
        blocks.forEach(block -> characters += length(block.content()));
    }

    private static long length(Content block) {
        if (block instanceof Content.Text text) {
            return text.text().length();
        } else if (block instanceof Content.ToolUse use) {
            return use.input().text().length();
        } else if (block instanceof Content.ToolResult result) {
            return result.content().stream().mapToLong(PromptLength::length).sum();
        } else if (block instanceof Content.Reasoning reasoning) {
            return reasoning.text().length();
        } else if (block instanceof Content.Image || block instanceof Content.Document) {
            return CHARACTERS_PER_MEDIUM;
        }
        return 0;
    }
}
