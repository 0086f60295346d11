package dev.hybridrouter.core.internal.way;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.observe.Listeners;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that come while a router is closed. */
class ArrivalsTest {
    private final ManualClock clock = ManualClock.create();
    private final CallRegistry calls = new CallRegistry();
    private final List<RouterEvent> events = new ArrayList<>();
    private final Arrivals arrivals = arrivals();

    private Arrivals arrivals() {
        Listeners listeners = new Listeners(null);
        listeners.open(List.of(events::add), clock);
        Binding kept = new Binding() {
            @Override
            public boolean isKeptBy(RequestContext context) {
                return true;
            }

            @Override
            public Bound bind(RequestContext context) {
                return new Bound(context, null);
            }
        };
        return new Arrivals(clock, listeners, calls, () -> kept, context -> Duration.ofSeconds(1));
    }

    @Test
    void aRequestIsTakenInAndAnnounced() {
        assertThat(arrivals.admit(arrivals.next(RouteRequest.of("hi"), false), Discard.SINK))
                .isNotNull();
        assertThat(calls.size()).isEqualTo(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void aRequestThatAClosingOvertakesIsRefusedAndNotCancelled() {
        CallContext call = arrivals.next(RouteRequest.of("hi"), false);

        calls.close();

        assertThat(arrivals.admit(call, Discard.SINK)).isNull();
        assertThat(call.isAborted()).isFalse();
        assertThat(calls.size()).isZero();
        assertThat(events).isEmpty();
        assertThat(calls.idle()).isCompleted();
    }
}
