package dev.hybridrouter.core.internal.affinity;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.Arrays;
import java.util.List;

/**
 * The beginnings of one prompt, in the order in which providers cache them: tools, system, messages. Each is a hash of all
 * up to the end of a block, and its size. Two prompts that begin alike have the first hashes in common. A wrong match
 * would be no more than a bad preference, so 64 bits are enough.
 */
public final class PromptPrefixes {
    /** Kept of the beginning, which conversations share, and of the end, which the next turn shares. */
    private static final int FIRST = 8;

    private static final int LAST = 248;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int AVERAGE_BLOCKS = 16;

    private final String tenant;
    private long[] hashes = new long[AVERAGE_BLOCKS];
    private long[] ends = new long[AVERAGE_BLOCKS];
    private int count;
    private long hash;
    private long characters;

    private PromptPrefixes(String tenant) {
        this.tenant = tenant;
    }

    /** Returns the beginnings of a request's prompt. Cache points are no part of it. */
    public static PromptPrefixes of(RouteRequest request) {
        PromptPrefixes prefixes = new PromptPrefixes(request.context().tenant());
        List<Tool> tools = request.tools();
        for (int i = 0; i < tools.size(); i++) {
            prefixes.add(tools.get(i));
        }
        prefixes.addAll(request.system());
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            prefixes.mix(messages.get(i).role() == Role.USER ? 1 : 2);
            prefixes.addAll(messages.get(i).content());
        }
        prefixes.shorten();
        return prefixes;
    }

    private void add(Tool tool) {
        mix(tool.hashCode());
        characters += tool.name().length()
                + tool.description().length()
                + tool.inputSchema().text().length();
        end();
    }

    private void addAll(List<Content> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            Content block = blocks.get(i);
            if (!(block instanceof Content.CachePoint)) {
                mix(block.hashCode());
                characters += length(block);
                end();
            }
        }
    }

    private static long length(Content block) {
        if (block instanceof Content.Text text) {
            return text.text().length();
        } else if (block instanceof Content.ToolUse use) {
            return use.input().text().length();
        } else if (block instanceof Content.ToolResult result) {
            return result.content().stream().mapToLong(PromptPrefixes::length).sum();
        } else if (block instanceof Content.Reasoning reasoning) {
            return reasoning.text().length();
        }
        return 0;
    }

    /** Takes a part into the hash, so that the order counts (the finalizer of SplitMix64). */
    private void mix(int part) {
        long mixed = (hash ^ part) + GOLDEN_GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        hash = mixed ^ (mixed >>> 31);
    }

    private void end() {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        hashes[count] = hash;
        ends[count++] = characters;
    }

    private void shorten() {
        int left = FIRST + LAST;
        if (count > left) {
            System.arraycopy(hashes, count - LAST, hashes, FIRST, LAST);
            System.arraycopy(ends, count - LAST, ends, FIRST, LAST);
            count = left;
        }
    }

    int count() {
        return count;
    }

    PrefixKey key(int index) {
        return new PrefixKey(tenant, hashes[index]);
    }

    /** Characters of text up to the end of a prefix. */
    long characters(int index) {
        return ends[index];
    }

    /** Characters of text of the whole prompt. */
    long characters() {
        return characters;
    }
}
