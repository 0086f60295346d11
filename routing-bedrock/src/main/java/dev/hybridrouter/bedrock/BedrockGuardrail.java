package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentSource;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailUsage;

/**
 * A guardrail of Amazon Bedrock, asked through ApplyGuardrail, which needs the permission {@code bedrock:ApplyGuardrail}. It
 * serves targets of all kinds, because no model is involved. Thread-safe; it has the clients of its adapter and ends with
 * it.
 *
 * <p>What the guardrail masks is replaced, what it blocks is denied, and what it only detects is a tag. An answer that
 * cannot be understood denies: masks that do not match the texts, an intervention without a reason, an unknown action.
 *
 * <p>A guardrail with a cross-region profile may be evaluated in any region of the profile; the Runtime API does not tell.
 * So the destinations are what the host declares, and unknown unless it does.
 *
 * <pre>{@code
 * BedrockGuardrail guard = BedrockGuardrail.builder(bedrock, "eu-central-1", "gr4xk2abcdef", "3")
 *         .destinations(new Destinations(Set.of("eu-central-1"), LocalDate.of(2026, 11, 1), "no cross-region profile"))
 *         .prices(prices)
 *         .build();
 * }</pre>
 */
public final class BedrockGuardrail implements RemoteGuard {
    private static final int UNIT = 1_000;

    private final String id;
    private final BedrockRuntimeAsyncClient client;
    private final String identifier;
    private final String version;
    private final Handling handling;
    private final @Nullable GuardrailPrices prices;

    private BedrockGuardrail(Builder builder) {
        id = builder.id;
        client = builder.client;
        identifier = builder.identifier;
        version = builder.version;
        handling = builder.adapter.asCalled(builder.region, identifier, builder.handling);
        prices = builder.prices;
    }

    /**
     * Returns a builder.
     *
     * @param adapter whose clients it uses
     * @param region where the guardrail is
     * @param identifier its id or ARN
     * @param version its version, or {@code DRAFT}
     * @throws IllegalArgumentException if the adapter has no client for the region, or the ARN names another
     */
    public static Builder builder(BedrockAdapter adapter, String region, String identifier, String version) {
        Check.region(region, "guardrail.region");
        Check.notBlank(identifier, "guardrail.identifier");
        ModelArn.region(identifier).filter(named -> !named.equals(region)).ifPresent(named -> {
            throw Check.invalid("guardrail.region", region, named + ", the region of the guardrail's ARN");
        });
        return new Builder(
                Check.notNull(adapter, "guardrail.adapter"),
                region,
                identifier,
                Check.notBlank(version, "guardrail.version"));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handling handling() {
        return handling;
    }

    /**
     * {@inheritDoc}
     *
     * <p>As if every priced policy looked at every text, each rounded up to whole units.
     */
    @Override
    public Optional<Money> ceiling(GuardInput input) {
        if (prices == null) {
            return Optional.empty();
        }
        long units = 0;
        for (GuardPiece piece : input.pieces()) {
            units += (piece.text().length() + UNIT - 1) / UNIT;
        }
        return Optional.of(prices.ofAll(units));
    }

    @Override
    public CompletableFuture<GuardReport> inspect(GuardInput input) {
        List<GuardrailContentBlock> content = input.pieces().stream()
                .map(GuardPiece::text)
                .filter(text -> !text.isBlank())
                .map(text -> GuardrailContentBlock.fromText(block -> block.text(text)))
                .toList();
        if (content.isEmpty()) {
            return CompletableFuture.completedFuture(GuardReport.costing(Money.ZERO, GuardVerdict.pass()));
        }
        ApplyGuardrailRequest request = ApplyGuardrailRequest.builder()
                .guardrailIdentifier(identifier)
                .guardrailVersion(version)
                .source(
                        input.direction() == Direction.REQUEST
                                ? GuardrailContentSource.INPUT
                                : GuardrailContentSource.OUTPUT)
                .content(content)
                .build();
        return BedrockAdapter.answer(client.applyGuardrail(request), response -> {
            GuardVerdict verdict = GuardrailVerdicts.of(response, input.pieces());
            return cost(response.usage())
                    .map(cost -> GuardReport.costing(cost, verdict))
                    .orElseGet(() -> GuardReport.unpriced(verdict));
        });
    }

    private Optional<Money> cost(@Nullable GuardrailUsage usage) {
        return prices == null ? Optional.empty() : prices.of(usage);
    }

    @Override
    public String toString() {
        return "BedrockGuardrail[" + id + "]";
    }

    /** Builds {@link BedrockGuardrail}. Not thread-safe. */
    public static final class Builder {
        private final BedrockAdapter adapter;
        private final BedrockRuntimeAsyncClient client;
        private final String region;
        private final String identifier;
        private final String version;
        private String id = "bedrock-guardrail";
        private Handling handling;
        private @Nullable GuardrailPrices prices;

        private Builder(BedrockAdapter adapter, String region, String identifier, String version) {
            this.adapter = adapter;
            this.client = adapter.client(region, "guardrail.region");
            this.region = region;
            this.handling = Handling.builder().callRegion(region).build();
            this.identifier = identifier;
            this.version = version;
        }

        /** Sets the name of the guard in decisions; {@code bedrock-guardrail} unless set. */
        public Builder id(String value) {
            id = Check.name(value, "guardrail.id");
            return this;
        }

        /**
         * Declares where the guardrail may be evaluated: its region, or every region of its cross-region profile. Unknown
         * unless set, and then refused for requests with a residency requirement.
         */
        public Builder destinations(Destinations value) {
            handling = handling.toBuilder()
                    .destinations(Check.notNull(value, "guardrail.destinations"))
                    .build();
            return this;
        }

        /** Declares how long the service may keep what it inspects; unknown unless set. */
        public Builder retention(Duration value) {
            handling = handling.toBuilder()
                    .retention(Check.notNegative(value, "guardrail.retention"))
                    .build();
            return this;
        }

        /**
         * Sets how the service handles what it inspects, in place of what was declared before. Default: only the call region is known.
         *
         * @throws IllegalArgumentException if it states another call region
         */
        public Builder handling(Handling value) {
            Check.notNull(value, "guardrail.handling");
            value.callRegion().filter(named -> !named.equals(region)).ifPresent(named -> {
                throw Check.invalid("guardrail.handling.callRegion", named, region + ", the region of the call");
            });
            handling = value.toBuilder().callRegion(region).build();
            return this;
        }

        /** Sets what the guardrail costs; unpriced unless set, and then refused where a budget is hard. */
        public Builder prices(GuardrailPrices value) {
            prices = Check.notNull(value, "guardrail.prices");
            return this;
        }

        /**
         * Returns the guard. Its call region counts as a destination; its handling is unknown where the adapter's client may send
         * calls elsewhere.
         */
        public BedrockGuardrail build() {
            return new BedrockGuardrail(this);
        }
    }
}
