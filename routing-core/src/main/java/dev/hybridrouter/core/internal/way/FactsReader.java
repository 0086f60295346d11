package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.RequestFacts;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from a request what planning may know of it. */
public final class FactsReader {
    /** The sets of one capability, which most requests need. */
    private static final Map<Capability, Set<Capability>> ALONE =
            Stream.of(Capability.values()).collect(Collectors.toUnmodifiableMap(each -> each, Set::of));

    private Set<Capability> needs = Set.of();
    private Set<String> mediaSchemes = Set.of();
    private long characters;
    private int images;
    private int documents;

    private FactsReader() {}

    /**
     * Returns the facts of a request.
     *
     * @param number its running number within the router; 0 if it has none
     */
    public static RequestFacts read(RouteRequest request, boolean streaming, long number) {
        FactsReader reader = new FactsReader();
        if (streaming) {
            reader.need(Capability.STREAMING);
        }
        reader.readSystem(request.system());
        for (Message message : request.messages()) {
            reader.readBlocks(message.content());
        }
        reader.readTools(request);
        if (request.responseFormat() instanceof ResponseFormat.JsonSchema schema) {
            reader.need(Capability.STRUCTURED_OUTPUT);
            reader.characters += schema.schema().text().length();
        }
        return RequestFacts.builder(request.context())
                .parameters(request.parameters())
                .needs(reader.needs)
                .mediaSchemes(reader.mediaSchemes)
                .optionsHandling(optionsHandling(request))
                .input(new InputSize(reader.characters, reader.images, reader.documents))
                .streaming(streaming)
                .number(number)
                .build();
    }

    private static Map<Class<? extends ProviderOptions>, Handling> optionsHandling(RouteRequest request) {
        if (request.options().isEmpty()) {
            return Map.of();
        }
        Map<Class<? extends ProviderOptions>, Handling> handling = new HashMap<>();
        for (ProviderOptions options : request.options()) {
            options.handling().ifPresent(known -> handling.put(options.getClass(), known));
        }
        return handling;
    }

    private void need(Capability capability) {
        if (needs.isEmpty()) {
            needs = Objects.requireNonNull(ALONE.get(capability));
        } else if (!needs.contains(capability)) {
            Set<Capability> more = EnumSet.copyOf(needs);
            more.add(capability);
            needs = Set.of(more.toArray(Capability[]::new));
        }
    }

    private void readSystem(List<Content> system) {
        if (!system.isEmpty()) {
            need(Capability.SYSTEM_TEXT);
            readBlocks(system);
        }
    }

    private void readTools(RouteRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        need(Capability.TOOLS);
        if (!(request.toolChoice() instanceof ToolChoice.Auto)) {
            need(Capability.TOOL_CHOICE);
        }
        for (Tool tool : request.tools()) {
            characters += tool.name().length()
                    + tool.description().length()
                    + tool.inputSchema().text().length();
        }
    }

    private void readBlocks(List<Content> blocks) {
        for (int i = 0; i < blocks.size(); i++) {
            readBlock(blocks.get(i));
        }
    }

    private void readBlock(Content block) {
        if (block instanceof Content.Text text) {
            characters += text.text().length();
        } else if (block instanceof Content.Image image) {
            need(Capability.IMAGE_INPUT);
            readSource(image.source());
            images++;
        } else if (block instanceof Content.Document document) {
            need(Capability.DOCUMENT_INPUT);
            readSource(document.source());
            documents++;
        } else if (block instanceof Content.ToolUse use) {
            need(Capability.TOOLS);
            characters += use.input().text().length();
        } else if (block instanceof Content.ToolResult result) {
            need(Capability.TOOLS);
            readBlocks(result.content());
        } else if (block instanceof Content.Reasoning reasoning) {
            need(Capability.REASONING);
            characters += reasoning.text().length();
        } else if (block instanceof Content.RedactedReasoning) {
            need(Capability.REASONING);
        }
    }

    private void readSource(MediaSource source) {
        if (source instanceof MediaSource.Remote remote) {
            Set<String> all = new HashSet<>(mediaSchemes);
            all.add(remote.uri().getScheme().toLowerCase(Locale.ROOT));
            mediaSchemes = Set.copyOf(all);
        }
    }
}
