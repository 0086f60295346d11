package dev.hybridrouter.core;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A remote guard that does what a test says. */
final class ScriptedRemoteGuard implements RemoteGuard {
    final List<GuardInput> asked = new ArrayList<>();
    private Function<GuardInput, CompletableFuture<GuardReport>> behaviour;
    private Handling handling = Handling.unknown();
    private @Nullable Money ceiling = new Money(100);
    private String id = "remote";
    private @Nullable RuntimeException broken;

    ScriptedRemoteGuard(Function<GuardInput, CompletableFuture<GuardReport>> behaviour) {
        this.behaviour = behaviour;
    }

    ScriptedRemoteGuard behaving(Function<GuardInput, CompletableFuture<GuardReport>> value) {
        behaviour = value;
        return this;
    }

    ScriptedRemoteGuard within(String region) {
        handling = handling.toBuilder()
                .destinations(new Destinations(Set.of(region), LocalDate.of(2026, 1, 1), "declared in a test"))
                .build();
        return this;
    }

    ScriptedRemoteGuard keeping(Duration value) {
        handling = handling.toBuilder().retention(value).build();
        return this;
    }

    ScriptedRemoteGuard handled(Handling value) {
        handling = value;
        return this;
    }

    ScriptedRemoteGuard upTo(Money value) {
        ceiling = value;
        return this;
    }

    ScriptedRemoteGuard unpriced() {
        ceiling = null;
        return this;
    }

    ScriptedRemoteGuard named(String value) {
        id = value;
        return this;
    }

    /** From now on it throws where it should only tell where it is. */
    ScriptedRemoteGuard throwing(RuntimeException value) {
        broken = value;
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handling handling() {
        if (broken != null) {
            throw broken;
        }
        return handling;
    }

    @Override
    public Optional<Money> ceiling(GuardInput input) {
        return Optional.ofNullable(ceiling);
    }

    @Override
    public CompletableFuture<GuardReport> inspect(GuardInput input) {
        asked.add(input);
        return behaviour.apply(input);
    }
}
