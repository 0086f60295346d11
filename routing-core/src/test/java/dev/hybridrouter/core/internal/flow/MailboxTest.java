package dev.hybridrouter.core.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mailbox goes on, whatever its tasks do. */
class MailboxTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void tasksThatTasksPost_runAfterThem() {
        Mailbox mailbox = new Mailbox(e -> seen.add("crash"));

        mailbox.post(() -> {
            mailbox.post(() -> seen.add("inner"));
            seen.add("outer");
        });

        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    void crashThatCrashes_doesNotStopTheMailbox() {
        Mailbox mailbox = new Mailbox(e -> {
            seen.add("crash");
            throw new IllegalStateException("again");
        });

        mailbox.post(() -> {
            throw new AssertionError("first");
        });
        mailbox.post(() -> seen.add("next"));

        assertThat(seen).containsExactly("crash", "next");
    }
}
