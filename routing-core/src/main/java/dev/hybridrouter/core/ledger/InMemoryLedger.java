package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.LineRecorder.Receipt;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.CorrectableLedger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import dev.hybridrouter.spi.ledger.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A ledger in this process's memory. Reserving and settling take no lock, except for an instant where a stripe's credit is
 * used up. Thread-safe.
 */
public final class InMemoryLedger implements CorrectableLedger {
    private static final Comparator<AccountState> BY_NAME = Comparator.comparing(
                    (AccountState state) -> state.id().budget())
            .thenComparing(state -> state.id().holder());

    private final long pendingMillis;
    private final boolean chargeExpired;
    private final int maxAccounts;
    private final LineRecorder recorder;
    private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();
    private final Unopened unopened = new Unopened();
    private final Queue<Expiry> pending = new ConcurrentLinkedQueue<>();
    private final LineNumbers lines = new LineNumbers();
    private final ReentrantLock correcting = new ReentrantLock(); // so that two cannot take the same money back

    private InMemoryLedger(Builder builder) {
        pendingMillis = builder.pendingFor.toMillis();
        chargeExpired = builder.chargeExpired;
        maxAccounts = builder.maxAccounts;
        recorder = builder.recorder;
    }

    /** Returns a ledger with all defaults. */
    public static InMemoryLedger create() {
        return builder().build();
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A pending line and when it is given up. Lines wait equally long, so the queue is in order. */
    private record Expiry(Line line, long atMillis) {}

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the ledger has as many accounts as it may have
     */
    @Override
    public LedgerAccount account(AccountTerms terms) {
        return opened(terms);
    }

    private Account opened(AccountTerms terms) {
        Account known = accounts.get(terms.id());
        return known != null ? known : accounts.computeIfAbsent(terms.id(), id -> open(terms));
    }

    private Account open(AccountTerms terms) {
        if (accounts.size() >= maxAccounts) {
            throw new IllegalStateException("ledger.maxAccounts: " + maxAccounts
                    + " accounts are open (expected: a larger number, or fewer tenants, tags and models)");
        }
        Account account = terms.window() instanceof BudgetWindow.Calendar calendar
                ? new CalendarAccount(terms, calendar)
                : new RollingAccount(terms, (BudgetWindow.Rolling) terms.window());
        Unopened.Account known = unopened.remove(terms.id());
        if (known != null) {
            known.windows().forEach(window -> resume(account, window, known.sinceMillis()));
        }
        return account;
    }

    private void resume(Account account, RecordedWindow recorded, long epochMillis) {
        Window window = account.resume(recorded.id().startMillis(), epochMillis);
        if (window == null) {
            return;
        }
        window.settle(0, recorded.settled().nanoUsd());
        recorded.open().forEach((number, amount) -> {
            window.commit(amount.nanoUsd());
            new Line(this, number, amount, new Window[] {window}).leavePending(epochMillis);
        });
    }

    @Override
    public ReserveOutcome reserve(List<? extends LedgerAccount> from, Money amount, long epochMillis) {
        Check.atLeast(0, amount.nanoUsd(), "reserve.amount");
        giveUpPending(epochMillis);
        Window[] windows = new Window[from.size()];
        for (int i = 0; i < windows.length; i++) {
            Account account = (Account) from.get(i);
            Window window = account.reserve(amount.nanoUsd(), epochMillis);
            if (window == null) {
                for (int taken = 0; taken < i; taken++) {
                    windows[taken].release(amount.nanoUsd());
                }
                return new Shortfall(account.state(Instant.ofEpochMilli(epochMillis)));
            }
            windows[i] = window;
        }
        return new Line(this, lines.next(), amount, windows);
    }

    void leftPending(Line line, long epochMillis) {
        pending.add(new Expiry(line, epochMillis + pendingMillis));
    }

    private void giveUpPending(long epochMillis) {
        Expiry next = pending.peek();
        while (next != null && next.atMillis <= epochMillis) {
            if (pending.remove(next)) {
                giveUp(next.line);
            }
            next = pending.peek();
        }
    }

    private void giveUp(Line line) {
        // Nobody waits until this is written down: it would be given up again after a restart.
        var unused = line.end(chargeExpired ? line.amount().nanoUsd() : 0);
    }

    /**
     * {@inheritDoc}
     *
     * <p>In a rolling window it is taken back from what was spent first. A {@link LineRecorder} is told of it as of the end of a
     * line that nobody reserved.
     */
    @Override
    public AccountState correct(AccountTerms terms, Money amount, long epochMillis) {
        Check.notNull(amount, "correction.amount");
        Account account = opened(terms);
        List<Receipt> receipts = new ArrayList<>();
        correcting.lock();
        try {
            Map<Window, Long> parts = account.correction(amount.nanoUsd(), epochMillis);
            if (parts == null) {
                throw Check.invalid(
                        "correction.amount", amount, "no more is taken back than is settled in the account's window");
            }
            long number = lines.next();
            parts.forEach((window, part) -> receipts.add(correction(number, window, part)));
        } finally {
            correcting.unlock();
        }
        receipts.forEach(Receipt::await);
        return account.state(Instant.ofEpochMilli(epochMillis));
    }

    private Receipt correction(long number, Window window, long part) {
        return Objects.requireNonNull(
                new Line(this, number, Money.ZERO, new Window[] {window}).end(part), "a new line is open");
    }

    LineRecorder recorder() {
        return recorder;
    }

    /**
     * Closes a pending line, now that its cost is known, from the provider's bill or log.
     *
     * @param line number of the line, as the attempt in the decision tells it
     * @return whether there was such a line and this call closed it
     */
    public boolean reconcile(long line, Money actual) {
        Check.atLeast(0, Check.notNull(actual, "reconcile.actual").nanoUsd(), "reconcile.actual");
        boolean closed = unopened.settle(this, line, actual.nanoUsd());
        for (Expiry waiting : pending) {
            if (waiting.line.line() == line) {
                closed |= waiting.line.settle(actual);
            }
        }
        return closed;
    }

    /** Returns the pending lines, oldest first. */
    public List<Reservation> pending() {
        return pending.stream()
                .map(Expiry::line)
                .filter(Line::isPending)
                .<Reservation>map(line -> line)
                .toList();
    }

    @Override
    public List<AccountState> accounts(Instant now) {
        giveUpPending(now.toEpochMilli());
        return accounts.values().stream()
                .map(account -> account.state(now))
                .sorted(BY_NAME)
                .toList();
    }

    /** Returns what to remember over a restart. What moves meanwhile is in it as open rather than not at all. */
    public LedgerSnapshot snapshot(Instant now) {
        Stream<LedgerSnapshot.Balance> open =
                accounts.values().stream().flatMap(account -> account.balances(now.toEpochMilli()).stream());
        return new LedgerSnapshot(Stream.concat(unopened.balances(), open).toList());
    }

    /**
     * Takes up the balances of a snapshot; to be called before accounts are. Windows that have ended since are forgotten,
     * what was open is pending.
     *
     * @throws IllegalStateException if accounts are open already
     */
    public void restore(LedgerSnapshot snapshot, Instant now) {
        List<RecordedWindow> windows = Check.notNull(snapshot, "restore.snapshot").balances().stream()
                .map(balance -> RecordedWindow.of(balance, lines.next()))
                .toList();
        restore(windows, lines.highest(), now);
    }

    /**
     * Takes up the windows that a {@link LineRecorder} kept; to be called before accounts are opened. Windows that have ended
     * since are forgotten. Open lines keep their numbers and are pending from now on.
     *
     * @param lastLine the highest number of a line so far; new lines have higher ones
     * @throws IllegalStateException if accounts are open already
     */
    public void restore(List<RecordedWindow> windows, long lastLine, Instant now) {
        if (!accounts.isEmpty()) {
            throw new IllegalStateException("restore: accounts are open (expected: restore first, then route)");
        }
        lines.restart(lastLine);
        unopened.add(Check.copy(windows, "restore.windows"), now.toEpochMilli());
    }

    /** Builds {@link InMemoryLedger}. Not thread-safe. */
    public static final class Builder {
        private Duration pendingFor = Duration.ofMinutes(15);
        private boolean chargeExpired = true;
        private int maxAccounts = 100_000;
        private LineRecorder recorder = (line, actual) -> LineRecorder.Receipt.DONE;

        private Builder() {}

        /** Sets how long a line of unknown end keeps its money; 15 minutes unless set. */
        public Builder pendingFor(Duration value) {
            pendingFor = Check.positive(value, "ledger.pendingFor");
            return this;
        }

        /**
         * Sets what becomes of a line whose end never got known: charged in full, which never overspends and is the
         * default, or given back.
         */
        public Builder chargeExpired(boolean value) {
            chargeExpired = value;
            return this;
        }

        /** Sets how many accounts there may be, so that made-up tenants cannot fill the memory; 100,000 unless set. */
        public Builder maxAccounts(int value) {
            maxAccounts = Check.atLeast(1, value, "ledger.maxAccounts");
            return this;
        }

        /** Sets who records how lines end; nobody unless set. */
        public Builder recorder(LineRecorder value) {
            recorder = Check.notNull(value, "ledger.recorder");
            return this;
        }

        /** Returns the ledger. */
        public InMemoryLedger build() {
            return new InMemoryLedger(this);
        }
    }
}
