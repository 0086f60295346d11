package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailUsage;

/**
 * What the policies of a guardrail cost. Units of a policy that is not named make a call unpriced; name a free policy with
 * {@link Money#ZERO}. The library brings no figures: AWS lists them by region, and they change.
 *
 * @param perThousandUnits the price of 1,000 text units, for each policy the guardrail has
 */
public record GuardrailPrices(Map<GuardrailPolicy, Money> perThousandUnits) {
    private static final long THOUSAND = 1_000;

    /** Copies the prices. */
    public GuardrailPrices {
        perThousandUnits = Check.copy(perThousandUnits, "guardrail.prices");
    }

    /** The price if all policies look at so many units. */
    Money ofAll(long units) {
        long sum = 0;
        for (Money price : perThousandUnits.values()) {
            sum = Math.addExact(sum, Math.multiplyExact(units, price.nanoUsd()));
        }
        return roundedUp(sum);
    }

    /** The price of what the service says it used; empty if a price is missing or the service said nothing. */
    Optional<Money> of(@Nullable GuardrailUsage usage) {
        if (usage == null || hasUnpriced(usage)) {
            return Optional.empty();
        }
        long sum = 0;
        for (GuardrailPolicy policy : GuardrailPolicy.values()) {
            long units = policy.units(usage);
            Money price = perThousandUnits.get(policy);
            if (units > 0 && price == null) {
                return Optional.empty();
            }
            sum = Math.addExact(sum, price == null ? 0 : Math.multiplyExact(units, price.nanoUsd()));
        }
        return Optional.of(roundedUp(sum));
    }

    /** Images are not sent, and automated reasoning has a price of another form. */
    private static boolean hasUnpriced(GuardrailUsage usage) {
        return GuardrailPolicy.orZero(usage.contentPolicyImageUnits()) > 0
                || GuardrailPolicy.orZero(usage.automatedReasoningPolicyUnits()) > 0;
    }

    private static Money roundedUp(long thousandths) {
        return new Money(Math.addExact(thousandths, THOUSAND - 1) / THOUSAND);
    }
}
