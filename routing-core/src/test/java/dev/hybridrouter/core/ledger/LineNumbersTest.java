package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each line has a number of its own, whoever asks at the same time. */
class LineNumbersTest {
    private static final int THREADS = 8;
    private static final int EACH = 50_000;

    private final LineNumbers numbers = new LineNumbers();

    @Test
    void oneThread_getsOneAfterTheOther() {
        assertThat(LongStream.range(0, 1_000).map(i -> numbers.next())).containsExactly(range(1, 1_000));
        assertThat(numbers.highest()).isEqualTo(1_000);
    }

    private static Long[] range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toArray(Long[]::new);
    }

    @Test
    void manyThreads_neverGetTheSame() throws Exception {
        numbers.restart(17);
        Set<Long> all = new HashSet<>();
        for (List<Long> own : inParallel()) {
            all.addAll(own);
        }

        assertThat(all).hasSize(THREADS * EACH).allMatch(number -> number > 17 && number <= numbers.highest());
    }

    @Test
    void restart_beginsAboveItsNumber_alsoAfterBlocks() throws Exception {
        var unused = inParallel();

        numbers.restart(5_000_000);

        assertThat(numbers.next()).isEqualTo(5_000_001);
        assertThat(numbers.next()).isEqualTo(5_000_002);
    }

    private List<List<Long>> inParallel() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        CountDownLatch ready = new CountDownLatch(THREADS);
        try {
            List<Future<List<Long>>> parts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                parts.add(executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return LongStream.range(0, EACH)
                            .mapToObj(i -> numbers.next())
                            .toList();
                }));
            }
            List<List<Long>> numbersOfEach = new ArrayList<>();
            for (Future<List<Long>> part : parts) {
                numbersOfEach.add(part.get());
            }
            return numbersOfEach;
        } finally {
            executor.shutdownNow();
        }
    }
}
