package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How many tokens of input a request has, estimated for a whole router in this one place and learned by model from what
 * providers report: at most, where money or quota is held; as expected, where targets are compared; at least, where a request
 * is refused for its length. Thread-safe; concurrent observations may lose one another.
 */
public final class InputEstimates {
    /** Tokens per character before enough was observed: more than the languages written with most tokens need. */
    private static final double FIRST_GUESS = 1.5;

    /** Tokens per character expected before enough was observed. Source: common tokenizers on English text. */
    private static final double TYPICAL = 0.25;

    /** Running text has three to five characters a token; beyond six hardly any text goes. */
    private static final int MOST_CHARACTERS_PER_TOKEN = 6;

    private static final int ENOUGH = 20;
    private static final double WEIGHT = 0.05;
    private static final double DEVIATIONS = 4;

    /** Short prompts say little about the ratio: roles and separators outweigh the text. */
    private static final long LEAST_CHARACTERS = 200;

    private static final long TOKENS_AROUND_TEXT = 64;

    /** A provider's own instructions where tools are defined; about 350 to 700 tokens for Claude models. */
    private static final long TOKENS_AROUND_TOOLS = 700;

    private final int tokensPerImage;
    private final int tokensPerDocument;
    private final int[] modelOfTarget;
    private final AtomicReferenceArray<Ratio> ratios;

    /** Creates estimates for these targets that have observed nothing yet. */
    public InputEstimates(List<Target> targets, int tokensPerImage, int tokensPerDocument) {
        this.tokensPerImage = tokensPerImage;
        this.tokensPerDocument = tokensPerDocument;
        this.modelOfTarget = new int[targets.size()];
        Map<String, Integer> models = new HashMap<>();
        for (int i = 0; i < modelOfTarget.length; i++) {
            modelOfTarget[i] = models.computeIfAbsent(targets.get(i).model(), model -> models.size());
        }
        this.ratios = new AtomicReferenceArray<>(models.size());
        for (int i = 0; i < models.size(); i++) {
            ratios.set(i, new Ratio(0, 0, 0));
        }
    }

    /** Tokens per character: mean, mean deviation, and how many were seen. */
    private record Ratio(double mean, double deviation, int count) {
        Ratio with(double seen) {
            double weight = Math.max(WEIGHT, 1.0 / (count + 1));
            double moved = mean + weight * (seen - mean);
            double off = deviation + weight * (Math.abs(seen - moved) - deviation);
            return new Ratio(moved, off, Math.min(count + 1, ENOUGH));
        }

        double expected() {
            return count < ENOUGH ? TYPICAL : mean;
        }

        double high() {
            return count < ENOUGH ? FIRST_GUESS : mean + DEVIATIONS * deviation;
        }
    }

    /** The least tokens of input that a request has anywhere, images and documents aside. */
    public static long least(RequestFacts facts) {
        return facts.input().characters() / MOST_CHARACTERS_PER_TOKEN;
    }

    /** The tokens of input that a request is expected to have at a target. */
    public long expected(int target, RequestFacts facts) {
        double text =
                facts.input().characters() * ratios.get(modelOfTarget[target]).expected();
        return (long) text + media(facts);
    }

    /**
     * The most tokens of input a request has at a target, as far as is known: rather too much than too little, and where it is
     * too little all the same, the true cost is settled.
     */
    public long tokens(int target, RequestFacts facts) {
        double text =
                facts.input().characters() * ratios.get(modelOfTarget[target]).high();
        return (long) Math.ceil(text) + around(facts) + media(facts);
    }

    private static long around(RequestFacts facts) {
        return facts.needs().contains(Capability.TOOLS) ? TOKENS_AROUND_TEXT + TOKENS_AROUND_TOOLS : TOKENS_AROUND_TEXT;
    }

    private long media(RequestFacts facts) {
        return (long) facts.input().images() * tokensPerImage
                + (long) facts.input().documents() * tokensPerDocument;
    }

    /** Whether enough was observed of a target's model. */
    public boolean isLearned(int target) {
        return ratios.get(modelOfTarget[target]).count >= ENOUGH;
    }

    /** Learns from what a provider reported. */
    public void observe(int target, RequestFacts facts, TokenUsage usage) {
        if (usage.input().isPresent() && !usage.estimated()) {
            long cached = usage.cacheRead().orElse(0) + usage.cacheWrite().orElse(0);
            observe(target, facts, usage.input().getAsLong() + cached);
        }
    }

    /** Learns from how many tokens of input a provider counted. */
    public void observe(int target, RequestFacts facts, long tokens) {
        boolean telling = facts.input().characters() >= LEAST_CHARACTERS
                && facts.input().images() + facts.input().documents() == 0;
        if (telling) {
            int model = modelOfTarget[target];
            ratios.set(
                    model,
                    ratios.get(model).with((double) tokens / facts.input().characters()));
        }
    }
}
