package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.core.ledger.LedgerLine;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.log.FolderLockedException;
import dev.hybridrouter.log.LockedFolder;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.erasure.SubjectKeys;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.CorrectableLedger;
import dev.hybridrouter.spi.ledger.ErasableLedger;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.ReserveOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ledger in memory that keeps a journal in a directory, so that neither a restart nor a crash forgets what was spent. What
 * was reserved and not ended when the process died is pending afterwards. Thread-safe.
 *
 * <p>It fails closed: while the journal cannot be written, {@link #reserve} throws and hard budgets refuse all calls. Lines
 * that are open then can still be ended. The journal is tried again once a second. A ledger whose lock or journal somebody
 * else has removed, replaced or taken over reserves nothing until it is opened again.
 *
 * <p>A directory belongs to one open ledger at a time. The ledger has one thread, which {@link #close} ends; close it after
 * the routers that use it. {@code docs/ledger-journal.md} tells what each {@link Durability} guarantees, and how to back up,
 * move and repair a journal.
 */
public final class JournaledLedger implements CorrectableLedger, ErasableLedger, FlowSource {
    private static final int LONGEST_HOLDER = 4096;
    private static final int MOST_ACCOUNTS_OF_LINE = 1000;

    private final InMemoryLedger memory;
    private final JournalWriter writer;
    private final AccountNames names;

    private JournaledLedger(InMemoryLedger memory, JournalWriter writer, AccountNames names) {
        this.memory = memory;
        this.names = names;
        this.writer = writer;
    }

    /**
     * Opens the ledger of a directory with all defaults. The directory is created if there is none.
     *
     * @throws LedgerJournalException if the directory cannot be written or is open elsewhere, or its journal is damaged or of
     *     a newer version
     */
    public static JournaledLedger open(Path directory) {
        return builder(directory).open();
    }

    /** Returns a builder with all defaults. */
    public static Builder builder(Path directory) {
        return new Builder(Check.notNull(directory, "ledger.directory"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the ledger has as many accounts as it may have
     * @throws IllegalArgumentException if the holder has more than 4096 characters, or begins with U+0001
     */
    @Override
    public LedgerAccount account(AccountTerms terms) {
        check(terms);
        var unused = names.of(terms.id()); // so that keys which fail fail here, where the call can be refused
        return memory.account(terms);
    }

    private static void check(AccountTerms terms) {
        int length = terms.id().holder().length();
        if (length > LONGEST_HOLDER) {
            throw Check.invalid("account.holder", length + " characters", "at most " + LONGEST_HOLDER);
        }
        if (terms.id().holder().startsWith(AccountNames.MARK)) {
            throw Check.invalid(
                    "account.holder", "begins with U+0001", "another beginning, which pseudonyms do not have");
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws LedgerJournalException if the journal cannot be written, or the ledger is closed
     * @throws IllegalArgumentException if there are more than 1000 accounts
     */
    @Override
    public ReserveOutcome reserve(List<? extends LedgerAccount> accounts, Money amount, long epochMillis) {
        if (accounts.size() > MOST_ACCOUNTS_OF_LINE) {
            throw Check.invalid("reserve.accounts", accounts.size(), "at most " + MOST_ACCOUNTS_OF_LINE);
        }
        writer.check();
        ReserveOutcome outcome = memory.reserve(accounts, amount, epochMillis);
        if (outcome instanceof LedgerLine line && !writer.reserved(line, epochMillis)) {
            line.release();
            writer.check();
            throw new LedgerJournalException(
                    Reason.NOT_WRITABLE, "ledger.directory: could not be written for a moment (expected: room)", null);
        }
        return outcome;
    }

    /**
     * {@inheritDoc}
     *
     * @throws LedgerJournalException if the journal cannot be written, or the ledger is closed
     */
    @Override
    public AccountState correct(AccountTerms terms, Money amount, long epochMillis) {
        writer.check();
        check(terms);
        return memory.correct(terms, amount, epochMillis);
    }

    /**
     * {@inheritDoc} A journal without the windows that are over takes the place of the file soon after.
     *
     * @throws LedgerJournalException if the journal cannot be written, or the ledger is closed
     */
    @Override
    public Forgotten forget(AccountId account, Instant now) {
        writer.check();
        Forgotten forgotten = memory.forget(account, now);
        names.forget(account);
        writer.compact(now.toEpochMilli());
        return forgotten;
    }

    @Override
    public NamesOnDisk namesOnDisk() {
        return names.arePseudonyms() ? NamesOnDisk.PSEUDONYMS : NamesOnDisk.PLAIN;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(writer.trouble());
    }

    /**
     * Closes a pending line, also one of before a restart, now that its cost is known from the provider's bill or log.
     *
     * @param line number of the line, as the attempt in the decision tells it
     * @return whether there was such a line and this call closed it
     */
    public boolean reconcile(long line, Money actual) {
        return memory.reconcile(line, actual);
    }

    /**
     * Returns the pending lines, oldest first. A line of before a restart is there once for each of its accounts, from the
     * first use of the account on.
     */
    public List<Reservation> pending() {
        return memory.pending();
    }

    @Override
    public List<AccountState> accounts(Instant now) {
        return memory.accounts(now);
    }

    /** Writes and forces what is recorded, ends the thread and unlocks the directory. Lines still open come back as pending. */
    @Override
    public void close() {
        writer.close();
    }

    /** {@inheritDoc} The accounts, by holder. */
    @Override
    public List<DataFlow> flows() {
        return List.of(DataFlow.builder(FlowKind.FILE, "journal", FlowContent.NAMES, FlowContent.FIGURES)
                .recipient("the ledger's journal, and memory of the process")
                .note("until the journal is written anew after the account's window has ended")
                .build());
    }

    /** Builds {@link JournaledLedger}. Not thread-safe. */
    public static final class Builder {
        private static final long LEAST_COMPACTION = 1 << 12;
        private static final long MOST_COMPACTION = 1 << 30;

        private final Path directory;
        private final InMemoryLedger.Builder memory = InMemoryLedger.builder();
        private Durability durability = Durability.WRITTEN;
        private Duration interval = Duration.ofMillis(10);
        private Duration retry = Duration.ofSeconds(1);
        private long compactAt = 1 << 24;
        private RouterClock clock = RouterClock.system();
        private AccountNames names = AccountNames.plain();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** Sets how sure the ledger is of a record before a call goes on; {@link Durability#WRITTEN} unless set. */
        public Builder durability(Durability value) {
            durability = Check.notNull(value, "ledger.durability");
            return this;
        }

        /** Sets how long {@link Durability#INTERVAL} waits after one write before the next; 10 milliseconds unless set. */
        public Builder interval(Duration value) {
            interval = Check.positive(value, "ledger.interval");
            return this;
        }

        /**
         * Sets how many bytes long the file becomes before a new one with only what still counts takes its place; 4096 to
         * 2³⁰, and 16,777,216 unless set. A file that began with more than half of this becomes twice as long as it began.
         */
        public Builder compactAt(long bytes) {
            if (bytes < LEAST_COMPACTION || bytes > MOST_COMPACTION) {
                throw Check.invalid("ledger.compactAt", bytes, LEAST_COMPACTION + " to " + MOST_COMPACTION);
            }
            compactAt = bytes;
            return this;
        }

        /** Sets how long a line of unknown end keeps its money, and one that a restart left open; 15 minutes unless set. */
        public Builder pendingFor(Duration value) {
            memory.pendingFor(value);
            return this;
        }

        /**
         * Sets what becomes of a line whose end never got known: charged in full, which never overspends and is the
         * default, or given back.
         */
        public Builder chargeExpired(boolean value) {
            memory.chargeExpired(value);
            return this;
        }

        /** Sets how many accounts there may be, so that made-up tenants cannot fill the memory; 100,000 unless set. */
        public Builder maxAccounts(int value) {
            memory.maxAccounts(value);
            return this;
        }

        /** Sets the clock of the routers, read when the ledger is opened and when it begins or ends to be in trouble; the system's unless set. */
        public Builder clock(RouterClock value) {
            clock = Check.notNull(value, "ledger.clock");
            return this;
        }

        /**
         * Has the journal name accounts by pseudonyms, each from a secret of its subject. A journal with plain names is
         * rewritten when it is opened; one of other keys is refused. Destroying a secret, and then forgetting the subject, takes
         * the reference to it alone out of the journal; what it spent is no longer found after a restart. If asking for a secret
         * fails, the account is refused. Default: the accounts' own names.
         *
         * @param keys the secrets
         * @param whose whose names the holders of a budget's accounts have, by the budget's name; empty for holders that are no
         *     persons, which the journal names as they are. Pure
         */
        public Builder subjectKeys(SubjectKeys keys, Function<String, Optional<SubjectKeys.Role>> whose) {
            names = AccountNames.under(
                    Check.notNull(keys, "ledger.subjectKeys"), Check.notNull(whose, "ledger.subjectKeys.whose"));
            return this;
        }

        Builder retry(Duration value) {
            retry = value;
            return this;
        }

        /**
         * Opens the ledger.
         *
         * @throws LedgerJournalException if the directory cannot be written or is open elsewhere, or its journal is damaged
         *     or of a newer version
         */
        public JournaledLedger open() {
            return open(locked());
        }

        private Store locked() {
            try {
                return LockedFolder.open(directory, JournalFile.LOCK);
            } catch (FolderLockedException e) {
                throw new LedgerJournalException(
                        Reason.LOCKED,
                        "ledger.directory: " + directory
                                + " is open in another ledger, of this process or another (expected: one directory for"
                                + " each ledger, and the other process ended)",
                        e);
            } catch (IOException e) {
                throw new LedgerJournalException(
                        Reason.NOT_WRITABLE,
                        "ledger.directory: " + directory + " cannot be written: " + e
                                + " (expected: a directory in which this process may create files)",
                        e);
            }
        }

        JournaledLedger open(Store store) {
            JournalFile file = new JournalFile(store, compactAt);
            try {
                Opening opening = Opening.of(store, file, names, clock.millis());
                JournalWriter writer = new JournalWriter(
                        file, opening.state(), names, durability, new JournalWriter.Rhythm(interval, retry, clock));
                InMemoryLedger ledger =
                        memory.recorder(writer).recordedAs(names::of).build();
                opening.handOver(ledger);
                writer.start();
                return new JournaledLedger(ledger, writer, names);
            } catch (Throwable e) {
                file.close();
                throw e;
            }
        }
    }
}
