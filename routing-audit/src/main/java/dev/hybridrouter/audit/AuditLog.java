package dev.hybridrouter.audit;

import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.event.HandlingChanged;
import dev.hybridrouter.spi.event.KillSwitchChanged;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Records the decision of each request that ends, what is done to kill switches, corrections of budgets, and changes of what is
 * known of how targets handle data. Set it as a listener of one router or several, and close it after them.
 * The request's thread only lays the decision down; a thread of the log, {@code hybridrouter-audit}, makes the record and
 * hands it to the sink. Thread-safe.
 */
public final class AuditLog implements RouterListener, SubjectStore, FlowSource, AutoCloseable {
    private static final Rejection SHUT = Rejection.of(
            RejectionReason.CUSTOM,
            "the audit log cannot keep a record of it now",
            "see the log for what is wrong with the audit log's sink");

    private final Backlog backlog;
    private final Scribe scribe;
    private final LogWriter writer;
    private final Overflow overflow;
    private final long blockNanos;
    private final RouterClock clock;
    private final Duration patience;
    private final LongAdder lost = new LongAdder();
    private final List<DataFlow> flows;

    private AuditLog(Builder builder) {
        overflow = builder.overflow;
        blockNanos = builder.blockFor.toNanos();
        clock = builder.clock;
        patience = builder.closeWithin;
        backlog = new Backlog(builder.capacity);
        scribe = new Scribe(builder.pseudonyms, builder.userTag, builder.tags, builder.outcomeOnly);
        flows = List.of(flow(builder));
        writer = new LogWriter(builder.sink, builder.retry, backlog, scribe, clock);
    }

    @Override
    public String place() {
        return "audit";
    }

    /**
     * {@inheritDoc} This one forgets the name. Records stay, or their chain would break: they hold a pseudonym, which refers to
     * nobody once the subject's secret is destroyed.
     */
    @Override
    public CompletionStage<ErasedPlace> forget(Subject subject) {
        boolean known = scribe.forget(Check.notNull(subject, "subject"));
        return CompletableFuture.completedFuture(ErasedPlace.unknown(
                place(), known ? 1 : 0, "records under a pseudonym; destroy the subject's secret first, then erase"));
    }

    private static DataFlow flow(Builder builder) {
        DataFlow.Builder flow = DataFlow.builder(
                        builder.sink instanceof AuditFiles ? FlowKind.FILE : FlowKind.STORE,
                        builder.name,
                        FlowContent.PSEUDONYMS,
                        FlowContent.FIGURES)
                .recipient("the audit log");
        if (builder.sink instanceof AuditFiles files && files.keepFor() != null) {
            flow.handling(Handling.builder().retention(files.keepFor()).build());
        } else {
            flow.note("until the host removes them");
        }
        return flow.build();
    }

    /** {@inheritDoc} Its records, which hold pseudonyms for names, and of labels those that the host lists as they are. */
    @Override
    public List<DataFlow> flows() {
        return flows;
    }

    /**
     * Returns a builder.
     *
     * @param sink where records are kept, for example {@link AuditFiles}; the log closes it
     * @param overflow what becomes of a record while as many wait as may
     * @param pseudonyms what stands in the records for tenants and users
     */
    public static Builder builder(AuditSink sink, Overflow overflow, Pseudonyms pseudonyms) {
        return new Builder(
                Check.notNull(sink, "audit.sink"),
                Check.notNull(overflow, "audit.overflow"),
                Check.notNull(pseudonyms, "audit.pseudonyms"));
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestEnded ended) {
            lay(new Happening.Ended(ended.facts().context(), ended.result().decision()));
        } else if (event instanceof KillSwitchChanged changed) {
            lay(new Happening.Switched(changed.event()));
        } else if (event instanceof HandlingChanged changed) {
            lay(new Happening.Handled(changed));
        } else if (event instanceof BudgetReported reported
                && reported.event() instanceof BudgetEvent.Corrected corrected) {
            lay(new Happening.Corrected(corrected.correction()));
        }
    }

    private void lay(Happening what) {
        Waiting entry = new Waiting(what, clock.millis());
        boolean laid = !writer.isClosing()
                && (overflow == Overflow.BLOCK ? backlog.lay(entry, blockNanos) : backlog.lay(entry));
        if (laid) {
            writer.laid(entry);
        } else {
            lose();
        }
    }

    private void lose() {
        lost.increment();
        backlog.lose(1);
        if (overflow == Overflow.FAIL) {
            throw new AuditException(
                    AuditException.Reason.OVERFLOW,
                    "audit: a record is lost, because as many wait as may or the log is closed (expected: a sink that"
                            + " keeps up, and the routers closed before the log)",
                    null);
        }
    }

    /**
     * A hard rule for the same router: no audit, no call. It rejects every target while the sink fails, while half or more
     * of the records that may wait do, and after {@link #close}. The other half is left for the calls in flight: up to
     * that many at a time, none can lose its record to {@link Overflow}. Records of the requests that it refuses are lost,
     * and counted, once half of the room is taken.
     */
    public Constraint gate() {
        return (request, target) ->
                writer.isBroken() || writer.isCrowded() || writer.isClosing() ? Optional.of(SHUT) : Optional.empty();
    }

    /** Records that the sink took so far. */
    public long written() {
        return writer.written();
    }

    /**
     * Records that were lost so far for want of room, or because the log was closed. A sink that hangs beyond
     * {@link #close} may still keep those that it was handed.
     */
    public long lost() {
        return lost.sum() + writer.dropped();
    }

    /** Records that wait for the writer, without those it has already taken. */
    public int waiting() {
        return backlog.size();
    }

    /**
     * Hands what waits to the sink, at most for {@link Builder#closeWithin}, closes the sink and ends the thread. Requests
     * that end later are counted as lost. Idempotent.
     */
    @Override
    public void close() {
        writer.close(patience);
    }

    /** Builds {@link AuditLog}. Not thread-safe. */
    public static final class Builder {
        private final AuditSink sink;
        private final Overflow overflow;
        private final Pseudonyms pseudonyms;
        private int capacity = 16_384;
        private Duration blockFor = Duration.ofMillis(100);
        private Duration closeWithin = Duration.ofSeconds(10);
        private Duration retry = Duration.ofSeconds(1);
        private String userTag = "";
        private List<String> tags = List.of();
        private boolean outcomeOnly;
        private String name = "audit";
        private RouterClock clock = RouterClock.system();

        private Builder(AuditSink sink, Overflow overflow, Pseudonyms pseudonyms) {
            this.sink = sink;
            this.overflow = overflow;
            this.pseudonyms = pseudonyms;
        }

        /**
         * Sets how many records may wait, at least 2; 16,384 unless set. Up to as many again may be in the writer's hands.
         * Each holds a decision: some hundred bytes for each target of the router. Requests for which nothing was sent have
         * half of the room only.
         */
        public Builder capacity(int records) {
            capacity = Check.atLeast(2, records, "audit.capacity");
            return this;
        }

        /** Sets how long {@link Overflow#BLOCK} holds up the end of a request; 100 milliseconds unless set. */
        public Builder blockFor(Duration value) {
            blockFor = Check.positive(value, "audit.blockFor");
            return this;
        }

        /** Sets how long {@link AuditLog#close} waits for the sink to take what is left; 10 seconds unless set. */
        public Builder closeWithin(Duration value) {
            closeWithin = Check.positive(value, "audit.closeWithin");
            return this;
        }

        /** Sets which label of a request names its user, whose pseudonym is then recorded; none unless set. */
        public Builder userTag(String name) {
            userTag = Check.notBlank(name, "audit.userTag");
            return this;
        }

        /**
         * Sets which labels of a request are recorded as they are; none unless set. Name none that holds personal data or
         * prompt text.
         */
        public Builder tags(String... names) {
            tags = Check.copy(List.of(names), "audit.tags");
            return this;
        }

        /**
         * Leaves out of records how the targets were weighed: candidates, verdicts, ranking, scores, adjustments, and evidence.
         * What stays is who asked, what came of it, why a request was refused, and where each attempt and side call went. Default:
         * all is kept.
         */
        public Builder outcomeOnly() {
            outcomeOnly = true;
            return this;
        }

        /** Sets the name of its flow in the data map, for routers with several. Default: {@code audit}. */
        public Builder name(String value) {
            name = Check.name(value, "audit.name");
            return this;
        }

        /** Sets the source of the records' time, the same as the router's; the system's clock unless set. */
        public Builder clock(RouterClock value) {
            clock = Check.notNull(value, "audit.clock");
            return this;
        }

        Builder retry(Duration value) {
            retry = value;
            return this;
        }

        /** Returns the log and starts its thread. */
        public AuditLog build() {
            AuditLog log = new AuditLog(this);
            log.writer.start();
            return log;
        }
    }
}
