package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.RemoteGuard;
import dev.hybridrouter.test.ManualClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A remote guard that lets everything pass, and tells the oracle what it is sent. */
final class FuzzGuard implements RemoteGuard {
    private final Oracle oracle;
    private final ManualClock clock;
    private final Chance chance;
    private Facts facts;

    FuzzGuard(Oracle oracle, ManualClock clock, Chance chance) {
        this.oracle = oracle;
        this.clock = clock;
        this.chance = chance;
        this.facts = chance.facts(null, oracle.today());
    }

    void move(Facts value) {
        facts = value;
    }

    @Override
    public String id() {
        return "remote";
    }

    @Override
    public Handling handling() {
        return facts.handling();
    }

    @Override
    public Optional<Money> ceiling(GuardInput input) {
        return Optional.of(Money.ZERO);
    }

    @Override
    public CompletableFuture<GuardReport> inspect(GuardInput input) {
        GuardReport passed = GuardReport.costing(Money.ZERO, GuardVerdict.pass());
        String text = input.pieces().isEmpty() ? "" : input.pieces().get(0).text();
        if (input.direction() == GuardInput.Direction.RESPONSE) {
            oracle.inspected(input.context(), text, facts);
            return CompletableFuture.completedFuture(passed);
        }
        oracle.sent("guard", input.context(), text, List.of(facts));
        CompletableFuture<GuardReport> result = new CompletableFuture<>();
        if (chance.once(3)) {
            var unused = clock.schedule(() -> result.complete(passed), chance.upTo(1_000_000_000));
        } else {
            result.complete(passed);
        }
        return result;
    }
}
