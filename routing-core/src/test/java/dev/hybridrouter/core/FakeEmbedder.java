package dev.hybridrouter.core;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Embeds a text that ends with {@code @0.97} at that cosine to the texts that end with nothing of the kind. */
final class FakeEmbedder implements Embedder {
    static final long TOKENS = 10;

    final List<EmbeddingCall> calls = new ArrayList<>();
    private Function<EmbeddingCall, @Nullable CompletionStage<Embedding>> behaviour =
            call -> CompletableFuture.completedFuture(Embedding.of(vector(call.text()), TOKENS));
    private Handling handling = Handling.unknown();
    private @Nullable Money price = Money.usd("1");

    static float[] vector(String text) {
        int at = text.lastIndexOf('@');
        double cosine = at < 0 ? 1 : Double.parseDouble(text.substring(at + 1));
        return new float[] {(float) (2 * cosine), (float) (2 * Math.sqrt(1 - cosine * cosine))};
    }

    FakeEmbedder behaving(Function<EmbeddingCall, @Nullable CompletionStage<Embedding>> value) {
        behaviour = value;
        return this;
    }

    FakeEmbedder within(String region) {
        handling = handling.toBuilder()
                .destinations(new Destinations(Set.of(region), LocalDate.of(2026, 1, 1), "declared in a test"))
                .build();
        return this;
    }

    FakeEmbedder keeping(Duration value) {
        handling = handling.toBuilder().retention(value).build();
        return this;
    }

    FakeEmbedder handled(Handling value) {
        handling = value;
        return this;
    }

    FakeEmbedder price(@Nullable Money value) {
        price = value;
        return this;
    }

    @Override
    public String model() {
        return "fake";
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public Handling handling() {
        return handling;
    }

    @Override
    public Optional<Money> pricePerMillionTokens() {
        return Optional.ofNullable(price);
    }

    @Override
    @SuppressWarnings("NullAway") // an embedder that returns null is one of those that break
    public CompletionStage<Embedding> embed(EmbeddingCall call) {
        calls.add(call);
        return behaviour.apply(call);
    }
}
