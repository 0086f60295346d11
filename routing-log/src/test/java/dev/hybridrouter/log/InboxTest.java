package dev.hybridrouter.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboxTest {
    private final Inbox<Numbered> inbox = new Inbox<>();

    /** A number of a thread. */
    private static final class Numbered extends Inbox.Entry<Numbered> {
        private final int thread;
        private final int number;

        Numbered(int thread, int number) {
            this.thread = thread;
            this.number = number;
        }
    }

    private List<Numbered> take() {
        List<Numbered> taken = new ArrayList<>();
        for (Numbered entry = inbox.take(); entry != null; entry = entry.next()) {
            taken.add(entry);
        }
        return taken;
    }

    @Test
    void entriesAreTakenAtOnce_theOldestFirst() {
        assertThat(inbox.isEmpty()).isTrue();
        for (int number = 0; number < 3; number++) {
            assertThat(inbox.lay(new Numbered(0, number), 3)).isTrue();
        }
        assertThat(inbox.lay(new Numbered(0, 3), 3)).as("a fourth").isFalse();
        assertThat(inbox.size()).isEqualTo(3);
        assertThat(take())
                .extracting(entry -> entry.number + " of " + entry.depth())
                .containsExactly("0 of 1", "1 of 2", "2 of 3");
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(take()).isEmpty();
    }

    @Test
    void entriesOfManyThreads_allArrive_inTheOrderOfEach() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int thread = i;
                threads.add(executor.submit(() -> {
                    for (int number = 0; number < 20_000; number++) {
                        assertThat(inbox.lay(new Numbered(thread, number), Integer.MAX_VALUE))
                                .isTrue();
                    }
                }));
            }
            int[] next = new int[4];
            while (!threads.stream().allMatch(Future::isDone) || !inbox.isEmpty()) {
                for (Numbered entry : take()) {
                    assertThat(entry.number).isEqualTo(next[entry.thread]++);
                }
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
            assertThat(next).containsOnly(20_000);
        } finally {
            executor.shutdownNow();
        }
    }
}
