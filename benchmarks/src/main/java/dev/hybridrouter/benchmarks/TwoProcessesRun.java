package dev.hybridrouter.benchmarks;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.journal.JournaledLedger;
import dev.hybridrouter.journal.LedgerJournalException;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Can two processes spend one limit twice? Two JVMs fight for one journal and read its files as a backup would; one of them
 * is killed at random and begun again, a hundred times. Compares what they were let spend with the journal, in each round.
 */
public final class TwoProcessesRun {
    private static final long SEED = 15;
    private static final int ROUNDS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 500;
    private static final long RESERVED = 10;
    private static final long SPENT = 7;
    private static final long PER_ROUND = 1_000_000;
    private static final Duration WINDOW = Duration.ofDays(3_650);

    private TwoProcessesRun() {}

    /** Runs it: {@code [rounds]}; {@code child directory limit} is one of the two. */
    public static void main(String[] args) throws Exception {
        if (args.length == 3) {
            spend(Path.of(args[1]), Long.parseLong(args[2]));
            return;
        }
        int rounds = args.length == 0 ? ROUNDS : Integer.parseInt(args[0]);
        Path directory = Files.createTempDirectory("two-processes");
        Random random = new Random(SEED);
        long told = 0;
        int faults = 0;
        int spenders = 0;
        for (int round = 1; round <= rounds; round++) {
            long limit = PER_ROUND * round;
            Child[] both = {new Child(directory, limit), new Child(directory, limit)};
            CompletableFuture.anyOf(both[0].begun, both[1].begun).join();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            int first = random.nextInt(both.length);
            both[first].kill();
            both[1 - first].begun.join();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            both[1 - first].kill();
            long now = both[0].told() + both[1].told();
            spenders += (both[0].told() > 0 ? 1 : 0) + (both[1].told() > 0 ? 1 : 0);
            told += now * SPENT;
            AccountState state = read(directory, limit);
            boolean right =
                    told <= state.settled().nanoUsd() && state.committed().nanoUsd() <= limit;
            faults += right ? 0 : 1;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: settled calls %d and %d, told in all %d; journal settled %d, committed %d of %d%s%n",
                    round,
                    both[0].told(),
                    both[1].told(),
                    told,
                    state.settled().nanoUsd(),
                    state.committed().nanoUsd(),
                    limit,
                    right ? "" : " WRONG");
            told = state.settled().nanoUsd();
        }
        System.out.printf(
                Locale.ROOT, "%d rounds, %d times a process spent, %d rounds wrong%n", rounds, spenders, faults);
        System.exit(faults == 0 ? 0 : 1);
    }

    private static AccountTerms terms(long limit) {
        return AccountTerms.limited(new AccountId("all", ""), BudgetWindow.rolling(WINDOW), new Money(limit));
    }

    /** Lines that were killed while open are charged here, as they would be after a quarter of an hour. */
    private static AccountState read(Path directory, long limit) {
        try (JournaledLedger ledger = JournaledLedger.open(directory)) {
            LedgerAccount account = ledger.account(terms(limit));
            return account.state(Instant.now());
        }
    }

    /** One of the two, until it is killed. */
    private static void spend(Path directory, long limit) throws IOException {
        while (true) {
            try (JournaledLedger ledger = JournaledLedger.open(directory)) {
                List<LedgerAccount> accounts = List.of(ledger.account(terms(limit)));
                for (int i = 0; ; i++) {
                    if (ledger.reserve(accounts, new Money(RESERVED), System.currentTimeMillis())
                            instanceof Reservation line) {
                        line.settle(new Money(SPENT));
                        System.out.println("spent");
                    }
                    if (i % 1_000 == 0) {
                        backUp(directory);
                    }
                }
            } catch (LedgerJournalException e) {
                backUp(directory);
            }
        }
    }

    /** Opens and closes all files, which takes this process's locks of them away where locks belong to processes. */
    private static void backUp(Path directory) throws IOException {
        for (String file : List.of("ledger.lock", "ledger.lock.process", "ledger.journal")) {
            if (Files.exists(directory.resolve(file))) {
                Files.readAllBytes(directory.resolve(file));
            }
        }
    }

    /** A process, and how often it said that it had spent. */
    private static final class Child {
        private final Process process;
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Long> lines;

        Child(Path directory, long limit) throws IOException {
            process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-Dlogback.configurationFile=none",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TwoProcessesRun.class.getName(),
                            "child",
                            directory.toString(),
                            Long.toString(limit))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lines = CompletableFuture.supplyAsync(this::count);
        }

        /** Whole lines only: the last may be cut short. */
        private long count() {
            try (BufferedReader said = process.inputReader()) {
                return said.lines()
                        .filter("spent"::equals)
                        .peek(line -> begun.complete(null))
                        .count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
            lines.join();
        }

        long told() {
            return lines.join();
        }
    }
}
