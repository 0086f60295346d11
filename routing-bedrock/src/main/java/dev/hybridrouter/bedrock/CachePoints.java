package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * The cache points that a policy places in one request.
 *
 * @param byPlace at most one for each place
 */
record CachePoints(Map<Place, CachePointBlock> byPlace) {
    private static final CachePoints NONE = new CachePoints(Map.of());

    /** On the low side, so that a prefix is rather taken for longer: a cache point too early is ignored. */
    private static final int CHARACTERS_PER_TOKEN = 3;

    /** About a thousand tokens, a picture of middling size or half a page. */
    private static final int CHARACTERS_PER_MEDIUM = 3_000;

    static CachePoints of(@Nullable PromptCachePolicy policy, RouteRequest request, Target target) {
        if (policy == null
                || !target.capabilities().contains(Capability.PROMPT_CACHING)
                || hasOwn(request.system())
                || request.messages().stream().anyMatch(message -> hasOwn(message.content()))) {
            return NONE;
        }
        CachingModel model = policy.facts(BilledModels.of(target).model());
        Map<Place, CachePointBlock> points = new EnumMap<>(Place.class);
        Map<Place, Long> ends = ends(request);
        for (Place place : policy.places()) {
            boolean longEnough = ends.getOrDefault(place, 0L) / CHARACTERS_PER_TOKEN >= model.minimumTokens();
            Duration ttl = model.oneHour() ? policy.ttl(place) : PromptCachePolicy.FIVE_MINUTES;
            boolean taken = place != Place.TOOLS || model.tools();
            if (longEnough && taken && mayBeKept(request, ttl)) {
                points.put(place, block(ttl));
            }
        }
        return new CachePoints(points);
    }

    private static boolean hasOwn(List<Content> blocks) {
        return blocks.stream().anyMatch(Content.CachePoint.class::isInstance);
    }

    private static boolean mayBeKept(RouteRequest request, Duration ttl) {
        return request.context()
                .maxRetention()
                .map(most -> most.compareTo(ttl) >= 0)
                .orElse(true);
    }

    /** Bedrock's own time is five minutes, and not all models know another. */
    private static CachePointBlock block(Duration ttl) {
        CachePointBlock.Builder block = CachePointBlock.builder().type(CachePointType.DEFAULT);
        return (ttl.equals(PromptCachePolicy.ONE_HOUR) ? block.ttl(CacheTtls.format(ttl)) : block).build();
    }

    /** Characters of the prompt up to the end of each place; none where there is no such place. */
    private static Map<Place, Long> ends(RouteRequest request) {
        long tools = request.tools().stream().mapToLong(CachePoints::length).sum();
        long system = tools + length(request.system());
        Map<Place, Long> ends = new EnumMap<>(Place.class);
        ends.put(Place.TOOLS, tools);
        ends.put(Place.SYSTEM, request.system().isEmpty() ? 0 : system);
        long end = system;
        long earlier = 0;
        long newest = 0;
        for (dev.hybridrouter.api.content.Message message : request.messages()) {
            end += length(message.content());
            if (message.role() == Role.USER) {
                earlier = newest;
                newest = end;
            }
        }
        ends.put(Place.EARLIER_TURNS, earlier);
        ends.put(Place.NEWEST_TURN, earlier == 0 ? 0 : newest);
        return ends;
    }

    private static long length(Tool tool) {
        return (long) tool.name().length()
                + tool.description().length()
                + tool.inputSchema().text().length();
    }

    private static long length(List<Content> blocks) {
        return blocks.stream().mapToLong(CachePoints::length).sum();
    }

    private static long length(Content block) {
        if (block instanceof Content.Text text) {
            return text.text().length();
        } else if (block instanceof Content.ToolUse use) {
            return use.input().text().length();
        } else if (block instanceof Content.ToolResult result) {
            return length(result.content());
        } else if (block instanceof Content.Reasoning reasoning) {
            return reasoning.text().length();
        } else if (block instanceof Content.Image || block instanceof Content.Document) {
            return CHARACTERS_PER_MEDIUM;
        }
        return 0;
    }

    @Nullable
    CachePointBlock at(Place place) {
        return byPlace.get(place);
    }

    /** The conversation with the points of its turns. */
    List<Message> mark(List<Message> messages) {
        int newest = userBefore(messages, messages.size());
        int earlier = userBefore(messages, newest);
        if (earlier < 0 || (at(Place.NEWEST_TURN) == null && at(Place.EARLIER_TURNS) == null)) {
            return messages;
        }
        List<Message> marked = new ArrayList<>(messages);
        append(marked, earlier, at(Place.EARLIER_TURNS));
        append(marked, newest, at(Place.NEWEST_TURN));
        return marked;
    }

    private static int userBefore(List<Message> messages, int end) {
        int index = end - 1;
        while (index >= 0 && messages.get(index).role() != ConversationRole.USER) {
            index--;
        }
        return index;
    }

    private static void append(List<Message> messages, int index, @Nullable CachePointBlock point) {
        if (point != null) {
            List<ContentBlock> blocks = new ArrayList<>(messages.get(index).content());
            blocks.add(ContentBlock.fromCachePoint(point));
            messages.set(index, messages.get(index).toBuilder().content(blocks).build());
        }
    }
}
