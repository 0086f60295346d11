package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.audit.AuditException.Reason;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.TargetHealth;
import dev.hybridrouter.spi.TargetView;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class AuditLogTest {
    private static final int CAPACITY = 4;

    private final ManualClock clock = ManualClock.create();

    private AuditLog.Builder builder(AuditSink sink, Overflow overflow) {
        return AuditLog.builder(sink, overflow, Pseudonyms.under(Samples.KEY))
                .capacity(CAPACITY)
                .blockFor(Duration.ofMinutes(10))
                .retry(Duration.ofNanos(1))
                .clock(clock);
    }

    private static RequestFacts facts() {
        return RequestFacts.builder(RequestContext.defaults())
                .input(new InputSize(1, 0, 0))
                .build();
    }

    private static void end(AuditLog log, long... numbers) {
        for (long number : numbers) {
            log.onEvent(RequestEnded.of(
                    facts(),
                    new RouteResult.Failed(
                            ProviderFailure.of(FailureKind.TIMEOUT, "late"),
                            ModelResponse.builder(List.of(), StopReason.END_TURN)
                                    .build(),
                            Samples.decision(number))));
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** Lets one record go to the sink, which holds it, and fills the room behind it. */
    private static void fill(AuditLog log, HeldSink sink) {
        end(log, 0);
        sink.awaitWriter();
        end(log, 1, 2, 3, 4);
        assertThat(log.waiting()).isEqualTo(CAPACITY);
    }

    @Test
    void decisions_areHandedOn_inOrder_andCounted() {
        HeldSink sink = HeldSink.open();
        AuditLog log = builder(sink, Overflow.BLOCK).capacity(10_000).build();
        for (int i = 0; i < 3_000; i++) {
            end(log, i);
        }
        log.close();

        assertThat(sink.taken()).hasSize(3_000).isSorted();
        assertThat(log.written()).isEqualTo(3_000);
        assertThat(log.lost()).isZero();
        assertThat(sink.isClosed()).isTrue();
        log.close();
    }

    @Test
    void drop_losesWhatHasNoRoom_andTheLogSaysHowMany_andWhere() {
        HeldSink sink = new HeldSink();
        AuditLog log = builder(sink, Overflow.DROP).build();
        fill(log, sink);
        end(log, 5, 6, 7);
        assertThat(log.lost()).isEqualTo(3);
        sink.release();
        await(() -> log.written() == 5);
        end(log, 8);
        log.close();

        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L, 4L, -3L, 8L);
        assertThat(log.lost()).isEqualTo(3);
    }

    @Test
    void requestsForWhichNothingWasSent_leaveHalfOfTheRoom() {
        HeldSink sink = new HeldSink();
        AuditLog log = builder(sink, Overflow.DROP).build();
        end(log, 0);
        sink.awaitWriter();
        RouteResult refused = new RouteResult.Rejected(
                List.of(Rejection.of(RejectionReason.CUSTOM, "no", "none")), Samples.refused(9));
        for (int i = 0; i < 5; i++) {
            log.onEvent(RequestEnded.of(facts(), refused));
        }
        end(log, 1, 2, 3);
        sink.release();
        log.close();

        assertThat(sink.taken()).containsExactly(0L, 9L, 9L, -3L, 1L, 2L, -1L);
    }

    @Test
    void fail_throws_andTheLogSaysSo() {
        HeldSink sink = new HeldSink();
        AuditLog log = builder(sink, Overflow.FAIL).build();
        fill(log, sink);
        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> end(log, 5))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.OVERFLOW));
        sink.release();
        log.close();

        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L, 4L, -1L);
    }

    @Test
    void block_waitsForRoom() {
        HeldSink sink = new HeldSink();
        AuditLog log =
                builder(sink, Overflow.BLOCK).blockFor(Duration.ofMinutes(1)).build();
        fill(log, sink);
        Thread blocked = new Thread(() -> end(log, 5));
        blocked.start();
        await(() -> blocked.getState() == Thread.State.TIMED_WAITING);
        sink.release();
        await(() -> !blocked.isAlive());
        log.close();

        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(log.lost()).isZero();
    }

    @Test
    void block_waitsNoLongerThanItsLimit() {
        HeldSink sink = new HeldSink();
        AuditLog log =
                builder(sink, Overflow.BLOCK).blockFor(Duration.ofNanos(1)).build();
        fill(log, sink);
        end(log, 5);
        sink.release();
        log.close();

        assertThat(sink.taken()).containsExactly(0L, 1L, 2L, 3L, 4L, -1L);
    }

    @Test
    void block_endsWithAnInterrupt_whichIsKept() {
        HeldSink sink = new HeldSink();
        AuditLog log =
                builder(sink, Overflow.BLOCK).blockFor(Duration.ofMinutes(1)).build();
        fill(log, sink);
        Thread.currentThread().interrupt();
        end(log, 5);
        assertThat(Thread.interrupted()).isTrue();
        sink.release();
        log.close();

        assertThat(log.lost()).isEqualTo(1);
    }

    @Test
    void theGate_shutsBeforeARecordCanBeLost() {
        HeldSink sink = new HeldSink();
        AuditLog log = builder(sink, Overflow.FAIL).build();
        end(log, 0);
        sink.awaitWriter();
        assertThat(isOpen(log)).isTrue();
        end(log, 1);
        assertThat(isOpen(log)).isTrue();
        end(log, 2);
        assertThat(isOpen(log)).as("half of the room is taken").isFalse();
        sink.release();
        await(() -> isOpen(log));
        log.close();
        assertThat(isOpen(log)).isFalse();
    }

    @Test
    void theGate_isShut_whileTheSinkFails_andNoRecordIsLostByThat() {
        HeldSink sink = new HeldSink();
        AuditLog log = builder(sink, Overflow.DROP).build();
        end(log, 0);
        sink.awaitWriter();
        sink.fail(1_000_000_000);
        sink.release();
        await(() -> !isOpen(log));
        assertThat(log.gate().check(facts(), view()).orElseThrow().reason()).isEqualTo(RejectionReason.CUSTOM);
        sink.fail(3);
        await(() -> isOpen(log));
        log.close();

        assertThat(sink.taken()).containsExactly(0L);
        assertThat(log.lost()).isZero();
    }

    static TargetView view() {
        return TargetView.builder(
                        Target.builder("t", "p", "m").build(),
                        TargetHealth.builder(TargetHealth.State.CLOSED).build())
                .build();
    }

    private static boolean isOpen(AuditLog log) {
        return log.gate().check(facts(), view()).isEmpty();
    }

    @Test
    void close_doesNotWaitForEver() {
        HeldSink sink = new HeldSink();
        AuditLog log =
                builder(sink, Overflow.DROP).closeWithin(Duration.ofMillis(1)).build();
        fill(log, sink);
        log.close();

        await(sink::isClosed);
        assertThat(sink.taken()).isEmpty();
        await(() -> log.lost() == CAPACITY + 1);
    }

    @Test
    void whatWaitsForASinkThatHangsForGood_isCountedAsLost() {
        HungSink sink = new HungSink();
        AuditLog log =
                builder(sink, Overflow.DROP).closeWithin(Duration.ofMillis(1)).build();
        sink.fill(log);
        log.close();
        assertThat(log.lost()).isEqualTo(CAPACITY);

        sink.leave.release();
        await(() -> threads() == 0);
        assertThat(log.lost()).isEqualTo(CAPACITY);
        assertThat(log.written()).isEqualTo(1);
    }

    @Test
    void whoeverGetsRoomBecauseTheLogIsClosed_isCountedAsLost() {
        HungSink sink = new HungSink();
        AuditLog log = builder(sink, Overflow.BLOCK)
                .blockFor(Duration.ofMinutes(1))
                .closeWithin(Duration.ofMillis(1))
                .build();
        sink.fill(log);
        Thread blocked = new Thread(() -> end(log, 5));
        blocked.start();
        await(() -> blocked.getState() == Thread.State.TIMED_WAITING);
        log.close();
        await(() -> !blocked.isAlive());
        assertThat(log.lost()).isEqualTo(CAPACITY + 1);
        sink.leave.release();
        await(() -> threads() == 0);
    }

    /** Hangs like a disk: an interrupt does not help. */
    private static final class HungSink implements AuditSink {
        private final Semaphore entered = new Semaphore(0);
        private final Semaphore leave = new Semaphore(0);

        void fill(AuditLog log) {
            end(log, 0);
            entered.acquireUninterruptibly();
            end(log, 1, 2, 3, 4);
        }

        @Override
        public void write(List<AuditRecord> records) {
            entered.release();
            leave.acquireUninterruptibly();
        }

        @Override
        public void close() {}
    }

    @Test
    void whatEndsAfterClose_isCountedAsLost() {
        AuditLog log = builder(HeldSink.open(), Overflow.DROP).build();
        log.close();
        end(log, 1);

        assertThat(log.lost()).isEqualTo(1);
    }

    @Test
    void theThread_endsWithTheLog() {
        long before = threads();
        AuditLog log = builder(HeldSink.open(), Overflow.DROP).build();
        assertThat(threads()).isEqualTo(before + 1);
        log.close();

        assertThat(threads()).isEqualTo(before);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("hybridrouter-audit"))
                .count();
    }
}
