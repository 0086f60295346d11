package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;

/**
 * Embeds text with a model of Amazon Bedrock, through InvokeModel, which needs the permission {@code bedrock:InvokeModel}.
 * Knows the forms of Amazon Titan Text Embeddings V2 and of Cohere Embed 3. Thread-safe; it has the clients of its adapter and
 * ends with it.
 *
 * <pre>{@code
 * BedrockEmbedder embedder = BedrockEmbedder.builder(bedrock, "eu-central-1", "amazon.titan-embed-text-v2:0")
 *         .destinations(new Destinations(Set.of("eu-central-1"), LocalDate.of(2026, 11, 1), "in the region"))
 *         .pricePerMillionTokens(Money.usd("0.02"))
 *         .build();
 * }</pre>
 */
public final class BedrockEmbedder implements Embedder {
    private final BedrockRuntimeAsyncClient client;
    private final String model;
    private final EmbeddingForm form;
    private final int dimensions;
    private final Handling handling;
    private final @Nullable Money price;

    private BedrockEmbedder(Builder builder) {
        client = builder.client;
        model = builder.model;
        form = builder.form;
        dimensions = builder.dimensions;
        handling = builder.adapter.asCalled(builder.region, model, builder.handling);
        price = builder.price;
    }

    /**
     * Returns a builder.
     *
     * @param adapter whose clients it uses
     * @param region where the model is called
     * @param model its id, or that of an inference profile
     * @throws IllegalArgumentException if the adapter has no client for the region, if the model is of a form that is not known,
     *     or if its ARN names another region
     */
    public static Builder builder(BedrockAdapter adapter, String region, String model) {
        Check.region(region, "embedder.region");
        ModelArn.region(Check.notBlank(model, "embedder.model"))
                .filter(named -> !named.equals(region))
                .ifPresent(named -> {
                    throw Check.invalid("embedder.region", region, named + ", the region of the model's ARN");
                });
        return new Builder(Check.notNull(adapter, "embedder.adapter"), region, model);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int dimensions() {
        return dimensions;
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
    public CompletableFuture<Embedding> embed(EmbeddingCall call) {
        InvokeModelRequest request = InvokeModelRequest.builder()
                .modelId(model)
                .contentType("application/json")
                .accept("application/json")
                .body(SdkBytes.fromUtf8String(form.body(call.text(), dimensions)))
                .build();
        return BedrockAdapter.answer(client.invokeModel(request), form::read);
    }

    @Override
    public String toString() {
        return "BedrockEmbedder[" + model + ", " + dimensions + " dimensions]";
    }

    /** Builds {@link BedrockEmbedder}. Not thread-safe. */
    public static final class Builder {
        private final BedrockAdapter adapter;
        private final BedrockRuntimeAsyncClient client;
        private final String region;
        private final String model;
        private final EmbeddingForm form;
        private int dimensions;
        private Handling handling;
        private @Nullable Money price;

        private Builder(BedrockAdapter adapter, String region, String model) {
            this.adapter = adapter;
            this.client = adapter.client(region, "embedder.region");
            this.region = region;
            this.handling = Handling.builder().callRegion(region).build();
            this.model = model;
            this.form = EmbeddingForm.of(model);
            this.dimensions = form.dimensions().get(0);
        }

        /** Sets how many numbers a vector has: 1,024 unless set; Titan also gives 512 and 256. */
        public Builder dimensions(int value) {
            if (!form.dimensions().contains(value)) {
                throw Check.invalid("embedder.dimensions", value, "one of " + form.dimensions());
            }
            dimensions = value;
            return this;
        }

        /** Declares where the text may be processed; unknown unless set, and then refused for requests with a residency requirement. */
        public Builder destinations(Destinations value) {
            handling = handling.toBuilder()
                    .destinations(Check.notNull(value, "embedder.destinations"))
                    .build();
            return this;
        }

        /** Declares how long the service may keep the text; unknown unless set. */
        public Builder retention(Duration value) {
            handling = handling.toBuilder()
                    .retention(Check.notNegative(value, "embedder.retention"))
                    .build();
            return this;
        }

        /**
         * Sets how the service handles the text, in place of what was declared before. Default: only the call region is known.
         *
         * @throws IllegalArgumentException if it states another call region
         */
        public Builder handling(Handling value) {
            Check.notNull(value, "embedder.handling");
            value.callRegion().filter(named -> !named.equals(region)).ifPresent(named -> {
                throw Check.invalid("embedder.handling.callRegion", named, region + ", the region of the call");
            });
            handling = value.toBuilder().callRegion(region).build();
            return this;
        }

        /** Sets what a million tokens cost; unpriced unless set, and then not asked where a budget is hard. */
        public Builder pricePerMillionTokens(Money value) {
            price = Check.notNull(value, "embedder.price");
            return this;
        }

        /**
         * Returns the embedder. Its call region counts as a destination; its handling is unknown where the adapter's client may
         * send calls elsewhere.
         *
         * @throws IllegalArgumentException if the destinations contradict the geography in front of the model's id, as
         *     {@link BedrockAdapter#check} says
         */
        public BedrockEmbedder build() {
            Geography.check(model, handling, "embedder.destinations");
            return new BedrockEmbedder(this);
        }
    }
}
