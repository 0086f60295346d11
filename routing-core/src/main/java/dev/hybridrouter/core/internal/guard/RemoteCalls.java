package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.sidecall.SideEnd;
import dev.hybridrouter.core.internal.sidecall.SideRequest;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.RemoteGuard;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The side calls of remote guards, each of which has a breaker. Thread-safe. */
final class RemoteCalls {
    private final SideCalls sideCalls;
    private final Duration timeLimit;
    private final Map<String, Breaker> breakers; // by guard

    RemoteCalls(GuardPolicy policy, SideCalls sideCalls) {
        this.sideCalls = sideCalls;
        this.timeLimit = policy.timeLimit();
        this.breakers = policy.guards().stream()
                .collect(Collectors.toUnmodifiableMap(Guard::id, guard -> new Breaker(BreakerPolicy.defaults())));
    }

    SideCalls sideCalls() {
        return sideCalls;
    }

    /** Has a guard inspect on behalf of a request. Throws what the guard throws where it should only describe itself. */
    void ask(RemoteGuard guard, GuardInput input, CallContext call, long patienceNanos, SideEnd<GuardReport> end) {
        var unused = sideCalls.send(
                SideRequest.builder(SideCall.Kind.REMOTE_GUARD, guard.id(), () -> guard.inspect(input))
                        .onBehalfOf(call)
                        .handling(guard.handling())
                        .ceiling(guard.ceiling(input).orElse(null))
                        .cost(report -> report.cost().orElse(null))
                        .breaker(Objects.requireNonNull(breakers.get(guard.id())))
                        .timeLimit(timeLimit, patienceNanos)
                        .build(),
                end);
    }
}
