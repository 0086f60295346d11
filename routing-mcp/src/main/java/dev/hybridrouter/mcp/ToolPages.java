package dev.hybridrouter.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Reads a server's list of tools page by page, until all that are wanted were found or the list ends, and never beyond
 * limits. The SDK's client would read on as long as the server names another page, and keep them all.
 */
final class ToolPages {
    private static final int MAX_CURSOR = 8_192;

    private final Function<@Nullable String, Mono<McpSchema.ListToolsResult>> client;
    private final OfferedTools.Builder offered;
    private final Set<String> cursors = new HashSet<>();
    private final CompletableFuture<OfferedTools> read = new CompletableFuture<>();
    private int pages;

    private ToolPages(Function<@Nullable String, Mono<McpSchema.ListToolsResult>> client, Set<String> wanted) {
        this.client = client;
        offered = new OfferedTools.Builder(wanted);
    }

    /**
     * Begins to read.
     *
     * @param client asks for the page behind a cursor; null is the first
     * @param wanted names of the tools that will be called
     */
    static CompletableFuture<OfferedTools> read(
            Function<@Nullable String, Mono<McpSchema.ListToolsResult>> client, Set<String> wanted) {
        ToolPages list = new ToolPages(client, wanted);
        list.ask(null);
        return list.read;
    }

    private void ask(@Nullable String cursor) {
        var unused = client.apply(cursor).subscribe(this::page, read::completeExceptionally);
    }

    private void page(McpSchema.ListToolsResult page) {
        pages++;
        List<McpSchema.Tool> tools = page.tools() == null ? List.of() : page.tools();
        for (McpSchema.Tool tool : tools) {
            if (tool != null && tool.name() != null && offered.count() < Limits.TOOLS) {
                offered.add(tool.name(), McpJson.object(tool.inputSchema()));
            }
        }
        String next = page.nextCursor();
        if (next == null || next.isEmpty() || offered.isComplete()) {
            read.complete(offered.build(null));
            return;
        }
        String cut = cut(next);
        if (cut == null) {
            ask(next);
        } else {
            read.complete(offered.build(cut));
        }
    }

    /** Why the page behind a cursor is not read; null if it is. */
    private @Nullable String cut(String next) {
        if (next.length() > MAX_CURSOR) {
            return "its list of tools names a cursor of " + next.length() + " characters";
        }
        if (!cursors.add(next)) {
            return "its list of tools repeats a cursor";
        }
        if (pages >= Limits.PAGES) {
            return "its list of tools does not end within " + Limits.PAGES + " pages";
        }
        return offered.count() >= Limits.TOOLS
                ? "its list of tools does not end within " + Limits.TOOLS + " tools"
                : null;
    }
}
