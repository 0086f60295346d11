package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import dev.hybridrouter.test.ManualClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An embedder that finds texts of one topic alike, and tells the oracle what it is sent. */
final class FuzzEmbedder implements Embedder {
    private static final int TOPICS = 4;

    private final Oracle oracle;
    private final ManualClock clock;
    private final Chance chance;
    private Facts facts;

    FuzzEmbedder(Oracle oracle, ManualClock clock, Chance chance) {
        this.oracle = oracle;
        this.clock = clock;
        this.chance = chance;
        this.facts = chance.facts(null, oracle.today());
    }

    void move(Facts value) {
        facts = value;
    }

    @Override
    public String model() {
        return "fuzz";
    }

    @Override
    public int dimensions() {
        return TOPICS + 1;
    }

    @Override
    public Handling handling() {
        return facts.handling();
    }

    @Override
    public CompletionStage<Embedding> embed(EmbeddingCall call) {
        oracle.sent("embedder", call.context(), call.text(), List.of(facts));
        float[] vector = new float[TOPICS + 1];
        vector[call.text().charAt(Chance.TOPIC_AT) - '0'] = 1;
        vector[TOPICS] = call.text().charAt(Chance.TOPIC_AT + 1) == 'a' ? 0 : 0.2f;
        CompletableFuture<Embedding> result = new CompletableFuture<>();
        if (chance.once(3)) {
            var unused = clock.schedule(() -> result.complete(Embedding.of(vector)), chance.upTo(400_000_000));
        } else {
            result.complete(Embedding.of(vector));
        }
        return result;
    }
}
