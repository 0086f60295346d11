package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that tools have in one request on the wire. A name that the service takes is left as it is. Others are replaced by
 * names that differ from all others of the request, whatever their order, and the answer has the caller's names again.
 *
 * @param aliases by the caller's name, where they differ
 * @param originals the other way round
 */
record ToolNames(Map<String, String> aliases, Map<String, String> originals) {
    private static final Spelling SPELLING = Spelling.TOOL_NAME;

    static ToolNames of(RouteRequest request) {
        Set<String> names = new LinkedHashSet<>();
        request.tools().stream().map(Tool::name).forEach(names::add);
        names.addAll(used(request));
        Map<String, Integer> forms = new HashMap<>();
        names.forEach(name -> forms.merge(SPELLING.fitted(name), 1, Integer::sum));
        Map<String, String> aliases = new HashMap<>();
        Map<String, String> originals = new HashMap<>();
        for (String name : names) {
            if (!SPELLING.fits(name)) {
                String form = SPELLING.fitted(name);
                String alias = forms.getOrDefault(form, 0) == 1 ? form : SPELLING.distinct(name);
                for (int again = 2; names.contains(alias) || originals.containsKey(alias); again++) {
                    alias = SPELLING.distinct(name + "\n" + again);
                }
                aliases.put(name, alias);
                originals.put(alias, name);
            }
        }
        return new ToolNames(aliases, originals);
    }

    /** Names of the tools that the conversation has used so far, in the order of their first use. */
    static Set<String> used(RouteRequest request) {
        Set<String> used = new LinkedHashSet<>();
        for (Message message : request.messages()) {
            for (Content block : message.content()) {
                if (block instanceof Content.ToolUse use) {
                    used.add(use.name());
                }
            }
        }
        return used;
    }

    boolean isEmpty() {
        return aliases.isEmpty();
    }

    String onTheWire(String name) {
        return aliases.getOrDefault(name, name);
    }

    private String original(String name) {
        return originals.getOrDefault(name, name);
    }

    ModelResponse restored(ModelResponse response) {
        return isEmpty()
                ? response
                : response.withContent(
                        response.content().stream().map(this::restored).toList());
    }

    Delta restored(Delta delta) {
        if (delta instanceof Delta.ToolUseStarted started) {
            return new Delta.ToolUseStarted(started.block(), started.id(), original(started.name()));
        } else if (delta instanceof Delta.BlockCompleted completed) {
            return new Delta.BlockCompleted(completed.block(), restored(completed.content()));
        }
        return delta;
    }

    private Content restored(Content content) {
        return content instanceof Content.ToolUse use
                ? new Content.ToolUse(use.id(), original(use.name()), use.input())
                : content;
    }
}
