package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content.CachePoint;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cache points that a policy places in one request.
 *
 * @param model what the model takes
 * @param byPlace at most one for each place
 */
record CachePoints(BedrockModel model, Map<Place, CachePoint> byPlace) {
    static CachePoints none(BedrockModel model) {
        return new CachePoints(model, Map.of());
    }

    /**
     * Returns the points of a request that has none of its own.
     *
     * @param minimum the shortest prompt in tokens that the model caches
     */
    static CachePoints of(PromptCachePolicy policy, BedrockModel model, int minimum, Request request) {
        Map<Place, CachePoint> points = new EnumMap<>(Place.class);
        Map<Place, Long> ends = ends(request.tools(), request.prompt());
        for (Place place : policy.places()) {
            boolean longEnough = ends.getOrDefault(place, 0L) >= minimum;
            Duration ttl =
                    model.takes(BedrockFeature.CACHED_FOR_AN_HOUR) ? policy.ttl(place) : PromptCachePolicy.FIVE_MINUTES;
            boolean taken = place != Place.TOOLS || model.takes(BedrockFeature.CACHED_TOOLS);
            if (longEnough && taken && mayBeKept(request.context(), ttl)) {
                points.put(place, point(ttl));
            }
        }
        return new CachePoints(model, points);
    }

    /** What the policy looks at. */
    record Request(List<Tool> tools, Prompt prompt, RequestContext context) {}

    /** Whether a prompt may be cached so long: a prompt cache keeps the prompt. */
    static boolean mayBeKept(RequestContext context, Duration ttl) {
        return context.maxRetention().map(most -> most.compareTo(ttl) >= 0).orElse(true);
    }

    /** Bedrock's own time is five minutes, and not all models know another. */
    private static CachePoint point(Duration ttl) {
        return ttl.equals(PromptCachePolicy.ONE_HOUR) ? new CachePoint(ttl) : CachePoint.standard();
    }

    /** Tokens of the prompt up to the end of each place; none where there is no such place. */
    private static Map<Place, Long> ends(List<Tool> tools, Prompt prompt) {
        PromptLength length = new PromptLength();
        Map<Place, Long> ends = new EnumMap<>(Place.class);
        length.addTools(tools);
        ends.put(Place.TOOLS, length.tokens());
        length.add(prompt.system());
        ends.put(Place.SYSTEM, prompt.system().isEmpty() ? 0 : length.tokens());
        long earlier = 0;
        long newest = 0;
        for (ConverseTurn turn : prompt.turns()) {
            length.add(turn.blocks());
            if (turn.isUser()) {
                earlier = newest;
                newest = length.tokens();
            }
        }
        ends.put(Place.EARLIER_TURNS, earlier);
        ends.put(Place.NEWEST_TURN, userBefore(prompt.turns(), userBefore(prompt.turns())) < 0 ? 0 : newest);
        return ends;
    }

    @Nullable
    CachePoint at(Place place) {
        return byPlace.get(place);
    }

    /** The prompt with its points. */
    Prompt mark(Prompt prompt) {
        List<ConverseTurn> turns = new ArrayList<>(prompt.turns());
        int newest = userBefore(turns);
        mark(turns, userBefore(turns, newest), at(Place.EARLIER_TURNS));
        mark(turns, newest, at(Place.NEWEST_TURN));
        CachePoint behindSystem = at(Place.SYSTEM);
        return new Prompt(behindSystem == null ? prompt.system() : marked(prompt.system(), behindSystem), turns);
    }

    private static int userBefore(List<ConverseTurn> turns) {
        return userBefore(turns, turns.size());
    }

    private static int userBefore(List<ConverseTurn> turns, int end) {
        int index = end - 1;
        while (index >= 0 && !turns.get(index).isUser()) {
            index--;
        }
        return index;
    }

    private void mark(List<ConverseTurn> turns, int index, @Nullable CachePoint point) {
        if (index >= 0 && point != null) {
            turns.set(index, turns.get(index).with(marked(turns.get(index).blocks(), point)));
        }
    }

    /** With the point as far behind as it may stand; without it if that is nowhere. */
    private List<ConverseBlock> marked(List<ConverseBlock> blocks, CachePoint point) {
        int end = blocks.size();
        while (end > 0 && !CachePointCheck.bears(blocks.get(end - 1).content(), model)) {
            end--;
        }
        List<ConverseBlock> marked = new ArrayList<>(blocks);
        if (end > 0) {
            marked.add(end, new ConverseBlock(point, "promptCache"));
        }
        return marked;
    }
}
