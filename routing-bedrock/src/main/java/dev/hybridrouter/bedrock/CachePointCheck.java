package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Content.CachePoint;
import dev.hybridrouter.api.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks the caller's own cache points, in the order in which the service reads them. A point that the
 * model cannot take where it is is left out: that changes the cost, not the answer. So is one that would keep the prompt longer than the request allows. Too many, lifetimes that the service does
 * not know, and a longer one behind a shorter one are refused, because nobody but the caller knows which to give up. Sources:
 * service model, CacheTTL; Bedrock user guide, prompt caching; reports of what may stand before a cache point.
 */
final class CachePointCheck {
    private static final int MOST = 4;

    private final BedrockModel model;
    private final boolean wanted;
    private final RequestContext context;
    private final Adjustments adjustments;
    private int count;
    private Duration shortest = PromptCachePolicy.ONE_HOUR;

    /**
     * Creates the rules for one request.
     *
     * @param wanted whether the target's prompts are to be cached at all
     * @param context how long the prompt may be kept
     */
    CachePointCheck(BedrockModel model, boolean wanted, RequestContext context, Adjustments adjustments) {
        this.model = model;
        this.wanted = wanted && model.takes(BedrockFeature.CACHE_POINTS);
        this.context = context;
        this.adjustments = adjustments;
    }

    /** Whether a cache point may stand right behind the block. */
    static boolean bears(Content content, BedrockModel model) {
        if (content instanceof Content.ToolResult) {
            return model.takes(BedrockFeature.CACHED_TOOL_RESULTS);
        }
        if (content instanceof Content.Document document) {
            return document.format().toLowerCase(Locale.ROOT).endsWith("pdf");
        }
        return !(content instanceof CachePoint
                || content instanceof Content.Reasoning
                || content instanceof Content.RedactedReasoning);
    }

    List<ConverseTurn> keptInTurns(List<ConverseTurn> turns) {
        return turns.stream().map(turn -> turn.with(kept(turn.blocks()))).toList();
    }

    List<ConverseBlock> kept(List<ConverseBlock> blocks) {
        List<ConverseBlock> kept = new ArrayList<>(blocks.size());
        for (ConverseBlock block : blocks) {
            if (!(block.content() instanceof CachePoint point)) {
                kept.add(block);
            } else if (wanted) {
                keep(block, point, kept);
            }
        }
        return kept;
    }

    private void keep(ConverseBlock block, CachePoint point, List<ConverseBlock> kept) {
        if (!CachePoints.mayBeKept(context, PromptCachePolicy.FIVE_MINUTES)) {
            adjustments.leftOut(block.field(), "the request's maxRetention is shorter than any prompt is cached");
            return;
        }
        if (kept.isEmpty() || !bears(kept.get(kept.size() - 1).content(), model)) {
            adjustments.leftOut(block.field(), "no cache point may stand there");
            return;
        }
        CachePoint allowed = allowed(block, point);
        checkOrder(block, allowed);
        if (++count > MOST) {
            throw RequestRefusal.invalid(
                    block.field(), "cache point number " + count, "at most " + MOST + " cache points");
        }
        kept.add(block.with(allowed));
    }

    private CachePoint allowed(ConverseBlock block, CachePoint point) {
        if (point.ttl().isZero() || point.ttl().equals(PromptCachePolicy.FIVE_MINUTES)) {
            return point;
        }
        if (!point.ttl().equals(PromptCachePolicy.ONE_HOUR)) {
            throw RequestRefusal.invalid(block.field() + ".ttl", point.ttl(), "zero, PT5M or PT1H");
        }
        if (!model.takes(BedrockFeature.CACHED_FOR_AN_HOUR)) {
            adjustments.leftOut(block.field() + ".ttl", "the model keeps prompts for five minutes");
            return CachePoint.standard();
        }
        if (!CachePoints.mayBeKept(context, point.ttl())) {
            adjustments.leftOut(block.field() + ".ttl", "the request's maxRetention is shorter");
            return CachePoint.standard();
        }
        return point;
    }

    private void checkOrder(ConverseBlock block, CachePoint point) {
        Duration ttl = point.ttl().isZero() ? PromptCachePolicy.FIVE_MINUTES : point.ttl();
        if (ttl.compareTo(shortest) > 0) {
            throw RequestRefusal.invalid(
                    block.field() + ".ttl", ttl, "at most " + shortest + ", as of the point before it");
        }
        shortest = ttl;
    }
}
