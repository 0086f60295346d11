package dev.hybridrouter.core.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A turn goes on, whatever its tasks do. */
class TurnTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void tasksThatTasksPost_runAfterThem() {
        Turn turn = new Turn(e -> seen.add("crash"));

        turn.run(() -> {
            turn.run(() -> seen.add("inner"));
            seen.add("outer");
        });

        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    void crashThatCrashes_doesNotStopTheTurn() {
        Turn turn = new Turn(e -> {
            seen.add("crash");
            throw new IllegalStateException("again");
        });

        turn.run(() -> {
            throw new AssertionError("first");
        });
        turn.run(() -> seen.add("next"));

        assertThat(seen).containsExactly("crash", "next");
    }
}
