package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** How an adapter begins, cancels, runs side by side and ends. */
final class LifecycleSpecs {
    private static final int SIDE_BY_SIDE = 64;
    private static final int THREADS = 8;

    private LifecycleSpecs() {}

    static Stream<Spec> all() {
        return Stream.of(
                new Spec("the adapter accepts its target and declares what the target needs", LifecycleSpecs::target),
                new Spec("a call is one call at the backend", LifecycleSpecs::once),
                new Spec("a call does not block its caller", LifecycleSpecs::notBlocking),
                new Spec("cancelling a call reaches the backend", LifecycleSpecs::cancel),
                new Spec("a call announces that it is sent, if the adapter says so", run -> announced(run, Mode.CALL)),
                new Spec(
                        "a stream announces that it is sent, if the adapter says so",
                        run -> announced(run, Mode.STREAM)),
                new Spec(
                        "a call that may not be sent fails, and the backend never has it",
                        run -> refused(run, Mode.CALL)),
                new Spec(
                        "a stream that may not be sent fails, and the backend never has it",
                        run -> refused(run, Mode.STREAM)),
                new Spec(SIDE_BY_SIDE + " calls run side by side", LifecycleSpecs::calls),
                new Spec(SIDE_BY_SIDE + " streams run side by side", LifecycleSpecs::streams),
                new Spec("closing twice is harmless", LifecycleSpecs::close));
    }

    private static void target(KitRun run) {
        run.adapter.check(run.subject.target());
        assertThat(run.adapter.id()).isEqualTo(run.subject.target().provider());
        assertThat(run.adapter.capabilities()).containsAll(run.subject.target().capabilities());
    }

    private static void once(KitRun run) {
        run.answer(Situation.PLAIN_ANSWER, Mode.CALL);
        run.patience.aMoment();
        assertThat(run.subject.backendCalls()).as("calls at the backend").isEqualTo(1);
    }

    private static void notBlocking(KitRun run) {
        run.arrange(Situation.HANG, Mode.CALL);
        Queue<CompletableFuture<ModelResponse>> begun = new ConcurrentLinkedQueue<>();
        Thread caller = daemon(() -> begun.add(run.begin()));
        try {
            run.patience.until("the future, while the backend is silent", () -> !begun.isEmpty());
            run.awaitBackendCalls(1);
        } finally {
            begun.forEach(future -> future.cancel(true));
            caller.interrupt();
        }
    }

    private static void cancel(KitRun run) {
        run.arrange(Situation.HANG, Mode.CALL);
        CompletableFuture<ModelResponse> future = run.begin();
        run.awaitBackendCalls(1);
        run.patience.aMoment();
        assertThat(future).as("the future while the backend hangs").isNotDone();
        future.cancel(true);
        run.patience.until("the backend to see the call dropped", () -> run.subject.cancelledCalls() == 1);
    }

    private static void announced(KitRun run, Mode mode) {
        assumeReportsSending(run);
        run.arrange(Situation.PLAIN_ANSWER, mode);
        AtomicInteger before = new AtomicInteger(-1);
        run.end(
                run.call(() -> {
                    before.compareAndSet(-1, run.subject.backendCalls());
                    return true;
                }),
                mode);
        assertThat(before)
                .as("calls at the backend when the call was announced")
                .hasValue(0);
    }

    private static void refused(KitRun run, Mode mode) {
        assumeReportsSending(run);
        run.arrange(Situation.PLAIN_ANSWER, mode);
        Throwable failure = run.end(run.call(() -> false), mode);
        KitRun.classified(failure);
        run.patience.aMoment();
        assertThat(run.subject.backendCalls()).as("calls at the backend").isZero();
    }

    private static void assumeReportsSending(KitRun run) {
        Assumptions.assumeTrue(run.adapter.reportsSending(), "the adapter does not report sending");
    }

    private static void calls(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.CALL);
        Queue<CompletableFuture<ModelResponse>> futures = new ConcurrentLinkedQueue<>();
        sideBySide(() -> futures.add(run.begin()));
        run.patience.until(SIDE_BY_SIDE + " calls begun", () -> futures.size() == SIDE_BY_SIDE);
        for (CompletableFuture<ModelResponse> future : futures) {
            assertThat(run.await(future).text()).isEqualTo(ExpectedAnswer.TEXT);
        }
        assertThat(run.subject.backendCalls()).as("calls at the backend").isEqualTo(SIDE_BY_SIDE);
    }

    private static void streams(KitRun run) {
        run.arrange(Situation.PLAIN_ANSWER, Mode.STREAM);
        Queue<StreamProbe<ProviderEvent>> probes = new ConcurrentLinkedQueue<>();
        sideBySide(() -> {
            StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
            probes.add(probe);
            run.subscribe(probe);
        });
        run.patience.until(SIDE_BY_SIDE + " streams begun", () -> probes.size() == SIDE_BY_SIDE);
        for (StreamProbe<ProviderEvent> probe : probes) {
            run.awaitEnd(probe);
            assertThat(probe.assertRulesKept().text()).isEqualTo(ExpectedAnswer.TEXT);
        }
        assertThat(run.subject.backendCalls()).as("calls at the backend").isEqualTo(SIDE_BY_SIDE);
    }

    private static void close(KitRun run) {
        run.answer(Situation.PLAIN_ANSWER, Mode.CALL);
        run.adapter.close();
        run.adapter.close();
    }

    private static void sideBySide(Runnable action) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(daemon(() -> {
                for (int n = 0; n < SIDE_BY_SIDE / THREADS; n++) {
                    action.run();
                }
            }));
        }
        assertThat(threads).hasSize(THREADS);
    }

    private static Thread daemon(Runnable action) {
        Thread thread = new Thread(action, "provider-compatibility-kit");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
