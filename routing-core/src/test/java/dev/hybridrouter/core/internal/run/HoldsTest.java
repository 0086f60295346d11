package dev.hybridrouter.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What gates hand out is given back in reverse, exactly once, whatever breaks. */
class HoldsTest {
    private static final RouteRequest REQUEST = RouteRequest.of("hi");
    private static final Gate REFUSES = (attempt, nowNanos) -> null;

    private final List<String> given = new ArrayList<>();

    private static Draft draft() {
        CallContext call = new CallContext(1, REQUEST, FactsReader.read(REQUEST, false, 1), 0, 1);
        return new Draft(call, Target.builder("a", "p", "m").build(), 0, AttemptKind.PRIMARY);
    }

    private Gate gate(String name, boolean breaks) {
        return (attempt, nowNanos) -> new Hold() {
            @Override
            public void release(long now) {
                giveBack("released " + name);
            }

            @Override
            public void abandon(long now) {
                giveBack("abandoned " + name);
            }

            private void giveBack(String what) {
                given.add(what);
                if (breaks) {
                    throw new IllegalStateException("a bug");
                }
            }
        };
    }

    private static @Nullable Holds pass(@Nullable Hold waitedFor, Gate... gates) {
        return Holds.pass(gates, draft(), waitedFor, 0);
    }

    @Test
    void refusal_givesBackInReverse_evenIfOneBreaks() {
        assertThat(pass(null, gate("a", false), gate("b", true), gate("c", false), REFUSES))
                .isNull();

        assertThat(given).containsExactly("released c", "released b", "released a");
    }

    @Test
    void gateThatBreaks_losesNothing() {
        Gate broken = (attempt, nowNanos) -> {
            throw new IllegalStateException("a broken gate");
        };

        assertThatThrownBy(() -> pass(null, gate("a", false), broken)).hasMessage("a broken gate");

        assertThat(given).containsExactly("released a");
    }

    @Test
    void roomThatWasWaitedFor_isGivenBackLast() {
        Hold room = Objects.requireNonNull(gate("room", false).pass(draft(), 0));

        assertThat(pass(room, gate("a", false), REFUSES)).isNull();

        assertThat(given).containsExactly("released a", "released room");
    }

    @Test
    void abandoning_givesBackOnce_evenIfOneBreaks() {
        Holds holds = Objects.requireNonNull(pass(null, gate("a", false), gate("b", true)));

        holds.abandon(0);
        holds.abandon(0);

        assertThat(given).containsExactly("abandoned b", "abandoned a");
    }
}
