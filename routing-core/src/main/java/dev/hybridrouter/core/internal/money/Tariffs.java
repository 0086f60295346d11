package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.Tariff;
import dev.hybridrouter.core.internal.tools.InputEstimates;
import dev.hybridrouter.core.price.PriceBook;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterClock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the router's targets charge now: their own tariffs, or else those of the price book today. Thread-safe. */
public final class Tariffs {
    /** Tiers are names that hosts choose freely; what is beyond is looked up each time. */
    private static final int MOST_TIERS = 32;

    /** Output expected where the request sets no limit. */
    private static final int TYPICAL_OUTPUT_TOKENS = 500;

    private final List<Target> targets;
    private final List<ProviderAdapter> adapters;
    private final @Nullable PriceBook book;
    private final InputEstimates estimates;
    private final RouterClock clock;
    private volatile Day day = new Day(Long.MIN_VALUE, new ConcurrentHashMap<>());

    /**
     * Creates the tariffs of these targets.
     *
     * @param targets the router's targets
     * @param adapters the adapter of each, at the same position
     * @param book what targets without tariff charge; null if that is not known
     * @param estimates how many tokens requests have
     * @param clock says which day it is
     */
    public Tariffs(
            List<Target> targets,
            List<ProviderAdapter> adapters,
            @Nullable PriceBook book,
            InputEstimates estimates,
            RouterClock clock) {
        this.targets = List.copyOf(targets);
        this.adapters = List.copyOf(adapters);
        this.book = book;
        this.estimates = estimates;
        this.clock = clock;
    }

    /** Charges of one day by tier and target, without money held. */
    private record Day(long number, Map<String, AttemptReservation[]> byTier) {}

    InputEstimates estimates() {
        return estimates;
    }

    /** How many tokens of input a request is expected to have at the target at a position. */
    public long expectedInput(int target, RequestFacts facts) {
        return estimates.expected(target, facts);
    }

    /** How many tokens of output a request is expected to have. */
    public static long expectedOutput(RequestFacts facts) {
        return facts.parameters().maxTokens().orElse(TYPICAL_OUTPUT_TOKENS);
    }

    /**
     * What a target charges for a request as planning sees it. An adapter that cannot say at which tier it bills leaves the
     * tariff unknown here.
     */
    public @Nullable Tariff planned(int target, RouteRequest request) {
        try {
            return of(target, request);
        } catch (Throwable e) {
            LogEvent.TIER_UNKNOWN
                    .line()
                    .with("target", targets.get(target).id())
                    .with("cause", e.getClass().getName())
                    .thrown(SafeTrace.of(e))
                    .log();
            return null;
        }
    }

    List<ProviderAdapter> adapters() {
        return adapters;
    }

    /** The tariff of a request at the target at a position; null if it has none. */
    @Nullable
    Tariff of(int target, RouteRequest request) {
        return unheld(target, request).tariff();
    }

    /** The charge of an attempt for which no money is held. */
    public AttemptReservation unheld(int target, RouteRequest request) {
        String tier = adapters.get(target).billedTier(request);
        Day today = today();
        AttemptReservation[] known = today.byTier.get(tier);
        if (known == null) {
            known = charges(tier, today.number);
            if (today.byTier.size() < MOST_TIERS) {
                today.byTier.put(tier, known);
            }
        }
        return known[target];
    }

    /** Without a price book all days are alike. */
    private Day today() {
        long number = book == null ? 0 : TimeUnit.MILLISECONDS.toDays(clock.millis());
        Day today = day;
        if (today.number != number) {
            today = new Day(number, new ConcurrentHashMap<>());
            day = today;
        }
        return today;
    }

    private AttemptReservation[] charges(String tier, long epochDay) {
        AttemptReservation[] charges = new AttemptReservation[targets.size()];
        for (int i = 0; i < charges.length; i++) {
            Tariff own = targets.get(i).tariff().orElse(null);
            charges[i] = new AttemptReservation(own != null ? own : listed(i, tier, epochDay), null);
        }
        return charges;
    }

    private @Nullable Tariff listed(int target, String tier, long epochDay) {
        return book == null
                ? null
                : book.tariff(adapters.get(target).billedAs(targets.get(target)), tier, LocalDate.ofEpochDay(epochDay))
                        .orElse(null);
    }
}
