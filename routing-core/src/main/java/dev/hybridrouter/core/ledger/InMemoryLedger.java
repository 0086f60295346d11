package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.LineRecorder.Receipt;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.CorrectableLedger;
import dev.hybridrouter.spi.ledger.ErasableLedger;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in this process's memory. Reserving and settling take no lock, except for an instant where a stripe's credit is
 * used up. Thread-safe.
 */
public final class InMemoryLedger implements CorrectableLedger, ErasableLedger, FlowSource {
    /** Accounts that are looked at when one is opened: more than one, so that those that are over go faster than others come. */
    private static final int LOOKS = 2;

    private static final int LOOKS_WHEN_FULL = 32;

    private static final Comparator<AccountState> BY_NAME = Comparator.comparing(
                    (AccountState state) -> state.id().budget())
            .thenComparing(state -> state.id().holder());

    private final int maxAccounts;
    private final LineRecorder recorder;
    private final UnaryOperator<AccountId> recordedAs;
    private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();
    private final Unopened unopened = new Unopened();
    private final Floors floors = new Floors();
    private final Hand<Account> hand = new Hand<>(accounts.values());
    private final PendingLines pending;
    private final LineNumbers lines = new LineNumbers();
    private final ReentrantLock correcting = new ReentrantLock(); // so that two cannot take the same money back

    private InMemoryLedger(Builder builder) {
        pending = new PendingLines(builder.pendingFor.toMillis(), builder.chargeExpired);
        maxAccounts = builder.maxAccounts;
        recorder = builder.recorder;
        recordedAs = builder.recordedAs;
    }

    /** Returns a ledger with all defaults. */
    public static InMemoryLedger create() {
        return builder().build();
    }

    /** Returns a builder with all defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Takes no room: the account is opened when money is first reserved in it, unless it was open before a restart, and dropped
     * when nothing in it counts any more.
     */
    @Override
    public LedgerAccount account(AccountTerms terms) {
        Handle handle = new Handle(this, terms);
        Unopened.Account before = unopened.isEmpty() ? null : unopened.get(recordedAs.apply(terms.id()));
        if (before != null) {
            var unused = handle.open(before.sinceMillis());
        }
        return handle;
    }

    /** The account of that name, which is opened if there is none. */
    Account open(AccountTerms terms, long epochMillis) {
        Account account = accounts.get(terms.id());
        while (account == null || account.isRetired()) {
            makeRoom(epochMillis);
            account = accounts.computeIfAbsent(terms.id(), id -> create(terms, epochMillis));
        }
        return account;
    }

    /** The account of that name, if it is open. */
    @Nullable
    Account known(AccountTerms terms) {
        return accounts.get(terms.id());
    }

    /** An account as it would be opened. */
    Account blank(AccountTerms terms) {
        return terms.window() instanceof BudgetWindow.Calendar calendar
                ? new CalendarAccount(terms, calendar, floors)
                : new RollingAccount(terms, (BudgetWindow.Rolling) terms.window());
    }

    private Account create(AccountTerms terms, long epochMillis) {
        Account account = blank(terms);
        Unopened.Account known = unopened.isEmpty() ? null : unopened.remove(recordedAs.apply(terms.id()));
        if (known != null) {
            known.windows().forEach(window -> resume(account, window, known.sinceMillis()));
        }
        account.opened(floors.of(terms.id().budget(), epochMillis), epochMillis);
        return account;
    }

    /**
     * Drops accounts in which nothing counts any more, a few at a time. If there are too many all the same, it drops the one
     * that has committed least among a few without open lines; what that was counts as committed by whoever comes after it.
     */
    private void makeRoom(long epochMillis) {
        boolean full = accounts.size() >= maxAccounts;
        Account least = null;
        for (Account account : hand.next(full ? LOOKS_WHEN_FULL : LOOKS)) {
            if (account.isOver(epochMillis)) {
                drop(account, epochMillis);
            } else if (full && account.isQuiet(epochMillis) && isLess(account, least, epochMillis)) {
                least = account;
            }
        }
        if (least != null && accounts.size() >= maxAccounts) {
            drop(least, epochMillis);
        }
    }

    private static boolean isLess(Account account, @Nullable Account than, long epochMillis) {
        return than == null || account.committedNanoUsd(epochMillis) < than.committedNanoUsd(epochMillis);
    }

    private void drop(Account account, long epochMillis) {
        accounts.computeIfPresent(account.terms().id(), (id, known) -> {
            if (known != account || account.isRetired()) {
                return known;
            }
            floors.raise(id.budget(), account.retire(epochMillis));
            return null;
        });
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
        pending.giveUpLate(epochMillis);
        Window[] windows = new Window[from.size()];
        for (int i = 0; i < windows.length; i++) {
            Handle handle = (Handle) from.get(i);
            Account account = handle.open(epochMillis);
            Window window = account.reserve(amount.nanoUsd(), epochMillis);
            while (window == null && account.isRetired()) {
                account = handle.open(epochMillis);
                window = account.reserve(amount.nanoUsd(), epochMillis);
            }
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
        pending.add(line, epochMillis);
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
        Account account = open(terms, epochMillis);
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
        return pending.settle(line, actual) || closed;
    }

    /** Returns the pending lines, oldest first. */
    public List<Reservation> pending() {
        return pending.lines();
    }

    @Override
    public List<AccountState> accounts(Instant now) {
        long millis = now.toEpochMilli();
        pending.giveUpLate(millis);
        unopened.forget(millis);
        accounts.values().stream().filter(account -> account.isOver(millis)).forEach(account -> drop(account, millis));
        return accounts.values().stream()
                .map(account -> account.state(now))
                .sorted(BY_NAME)
                .toList();
    }

    @Override
    public Forgotten forget(AccountId id, Instant now) {
        Check.notNull(id, "account");
        long millis = Check.notNull(now, "now").toEpochMilli();
        pending.giveUpLate(millis);
        long until = unopened.isEmpty() ? Long.MIN_VALUE : unopened.forget(recordedAs.apply(id), millis);
        until = Math.max(until, pending.forget(id, millis));
        Account account = accounts.get(id);
        boolean over = account != null && account.isOver(millis);
        if (account != null && over) {
            drop(account, millis);
        } else if (account != null) {
            until = Math.max(until, account.countsUntilMillis(millis));
        }
        hand.restart();
        return new Forgotten(over, until <= millis ? null : Instant.ofEpochMilli(until));
    }

    @Override
    public NamesOnDisk namesOnDisk() {
        return NamesOnDisk.NONE;
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

    /** {@inheritDoc} The accounts, by holder. */
    @Override
    public List<DataFlow> flows() {
        return List.of(DataFlow.builder(FlowKind.MEMORY, "ledger", FlowContent.NAMES, FlowContent.FIGURES)
                .recipient("memory of the process")
                .note("until the account's window has ended")
                .build());
    }

    /** Builds {@link InMemoryLedger}. Not thread-safe. */
    public static final class Builder {
        private Duration pendingFor = Duration.ofMinutes(15);
        private boolean chargeExpired = true;
        private int maxAccounts = 100_000;
        private LineRecorder recorder = (line, actual) -> LineRecorder.Receipt.DONE;
        private UnaryOperator<AccountId> recordedAs = UnaryOperator.identity();

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

        /**
         * Sets how many accounts are kept, so that made-up tenants cannot fill the memory. Accounts in which nothing counts any
         * more are dropped anyway. Of more than these, one of those that committed least and have no call in progress is dropped
         * early; as long as its window lasts, accounts of its budget that are opened begin with what it had committed, shown as
         * reserved. So nobody gets past a limit, and nobody is kept out by others. At least 1. Default: 100,000.
         */
        public Builder maxAccounts(int value) {
            maxAccounts = Check.atLeast(1, value, "ledger.maxAccounts");
            return this;
        }

        /** Sets who records how lines end; nobody unless set. */
        public Builder recorder(LineRecorder value) {
            recorder = Check.notNull(value, "ledger.recorder");
            return this;
        }

        /**
         * Sets under what name a recorder keeps an account, so that the account is found again among those of before a restart.
         * Pure; the name of a name is itself. Default: its own.
         */
        public Builder recordedAs(UnaryOperator<AccountId> value) {
            recordedAs = Check.notNull(value, "ledger.recordedAs");
            return this;
        }

        /** Returns the ledger. */
        public InMemoryLedger build() {
            return new InMemoryLedger(this);
        }
    }
}
