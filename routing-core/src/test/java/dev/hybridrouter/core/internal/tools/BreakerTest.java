package dev.hybridrouter.core.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.core.internal.tools.Breaker.Entry;
import dev.hybridrouter.core.policy.BreakerPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What opens the breaker as it is unless a host sets it otherwise. */
class BreakerTest {
    private static final long NOW = 0;

    private final Breaker breaker = new Breaker(BreakerPolicy.defaults());

    private List<Entry> enter(int attempts) {
        return Stream.generate(() -> breaker.tryEnter(NOW)).limit(attempts).toList();
    }

    private void failOneByOne(int attempts) {
        for (int i = 0; i < attempts; i++) {
            breaker.failed(breaker.tryEnter(NOW), NOW);
        }
    }

    @Test
    void failuresInARow_openIt() {
        failOneByOne(4);
        assertThat(breaker.isClosed()).as("after four").isTrue();

        failOneByOne(1);

        assertThat(breaker.isClosed()).as("after five").isFalse();
    }

    @Test
    void successBetween_startsTheRowAgain() {
        failOneByOne(4);
        breaker.succeeded(breaker.tryEnter(NOW));
        failOneByOne(4);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void attemptsThatFailTogether_countOnceInARow() {
        enter(30).forEach(entry -> breaker.failed(entry, NOW));
        assertThat(breaker.isClosed()).as("after one event").isTrue();

        failOneByOne(4);

        assertThat(breaker.isClosed()).as("after five events").isFalse();
    }

    @Test
    void halfOfManyAttempts_openIt_howeverTheyOverlap() {
        List<Entry> entries = enter(100);
        entries.subList(0, 50).forEach(breaker::succeeded);
        entries.subList(50, 99).forEach(entry -> breaker.failed(entry, NOW));
        assertThat(breaker.isClosed()).as("after 49 of 99").isTrue();

        breaker.failed(entries.get(99), NOW);

        assertThat(breaker.isClosed()).as("after 50 of 100").isFalse();
    }

    @Test
    void attemptsFromBeforeItOpened_sayNothingOnceItIsClosedAgain() {
        BreakerPolicy policy = BreakerPolicy.builder().probes(1).build();
        Breaker reopened = new Breaker(policy);
        List<Entry> old =
                Stream.generate(() -> reopened.tryEnter(NOW)).limit(100).toList();
        old.subList(0, 50).forEach(entry -> reopened.failed(entry, NOW));
        long later = policy.probation().toNanos();
        reopened.succeeded(reopened.tryEnter(later));
        assertThat(reopened.isClosed()).as("after the probe").isTrue();

        old.subList(50, 100).forEach(entry -> reopened.failed(entry, later));

        assertThat(reopened.isClosed()).isTrue();
    }
}
