package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Once a kill switch has been engaged, no call begins to arrive; and it never waits for itself. */
@Timeout(60)
class KillSwitchSendingTest {
    private static final KillOrder CANCEL =
            KillOrder.cancelling(KillScope.everything(), KillCause.OPERATOR, "a test", "tester");

    private final AtomicReference<@Nullable ProviderCall> taken = new AtomicReference<>();
    private final CompletableFuture<ModelResponse> answer = new CompletableFuture<>();
    private volatile Runnable onCall = () -> {};

    /** Keeps the call until the test sends it. */
    private final class Keeping implements ProviderAdapter {
        @Override
        public String id() {
            return "keeping";
        }

        @Override
        public Set<Capability> capabilities() {
            return EnumSet.allOf(Capability.class);
        }

        @Override
        public void check(Target target) {}

        @Override
        public boolean reportsSending() {
            return true;
        }

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            taken.set(call);
            onCall.run();
            return answer;
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            return new SubmissionPublisher<>();
        }

        @Override
        public void close() {}
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .adapter(new Keeping())
                .target(Target.builder("a", "keeping", "model").build())
                .build();
    }

    private ProviderCall kept() {
        return Objects.requireNonNull(taken.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void engagingWaitsForACallThatIsBeingWritten() throws InterruptedException {
        try (HybridRouter router = router()) {
            var unused = router.routeAsync(RouteRequest.of("hi"));
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicBoolean arrived = new AtomicBoolean();
            Thread sender = new Thread(() -> kept().send(() -> {
                writing.countDown();
                await(goOn);
                arrived.set(true);
            }));
            sender.start();
            await(writing);
            AtomicBoolean passed = new AtomicBoolean();
            AtomicBoolean arrivedBefore = new AtomicBoolean();
            Thread operator = new Thread(() -> {
                passed.set(router.killSwitch().engage(CANCEL).passed());
                arrivedBefore.set(arrived.get());
            });

            operator.start();
            while (router.killSwitch().engaged().isEmpty()
                    || !List.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                            .contains(operator.getState())) {
                Thread.onSpinWait();
            }
            goOn.countDown();
            operator.join();
            sender.join();

            // Where the machine stood still for a second, engaging gave up and says so.
            assertThat(arrivedBefore.get() || !passed.get()).isTrue();
        }
    }

    @Test
    void callThatWaitedForAConnection_isNotWrittenAfterwards() {
        try (HybridRouter router = router()) {
            var result = router.routeAsync(RouteRequest.of("hi"));
            router.killSwitch()
                    .engage(KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, "a test", "tester"));
            AtomicBoolean written = new AtomicBoolean();

            assertThat(kept().send(() -> written.set(true))).isFalse();

            assertThat(written).isFalse();
            assertThat(result).as("though its adapter says nothing more").isDone();
        }
    }

    @Test
    void callThatHasEnded_isNotWrittenAfterwards() {
        try (HybridRouter router = router()) {
            router.routeAsync(RouteRequest.of("hi")).cancel(true);
            AtomicBoolean written = new AtomicBoolean();

            assertThat(kept().send(() -> written.set(true))).isFalse();

            assertThat(written).isFalse();
        }
    }

    @Test
    void engagingFromWithinAnAdapter_returnsThough_andSoDoOthersMeanwhile() {
        try (HybridRouter router = router()) {
            AtomicBoolean passed = new AtomicBoolean(true);
            AtomicBoolean passedBeside = new AtomicBoolean(true);
            onCall = () -> {
                Thread beside = new Thread(() ->
                        passedBeside.set(router.killSwitch().engage(CANCEL).passed()));
                beside.start();
                passed.set(router.killSwitch().engage(CANCEL).passed());
                try {
                    beside.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };

            var unused = router.routeAsync(RouteRequest.of("hi"));

            assertThat(passed).isFalse();
            assertThat(passedBeside).isFalse();
        }
    }
}
