package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts end with their windows, and made-up names neither fill the memory, nor keep others out, nor get past a limit. */
@Timeout(300)
class AccountsEndTest {
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long LIMIT = 100;
    private static final int MOST = 50;

    private final InMemoryLedger ledger = InMemoryLedger.builder()
            .maxAccounts(MOST)
            .pendingFor(Duration.ofSeconds(5))
            .build();

    private static AccountTerms terms(String holder, boolean rolling) {
        return AccountTerms.limited(
                new AccountId("tenant", holder),
                rolling ? BudgetWindow.rolling(MINUTE) : BudgetWindow.minute(ZoneOffset.UTC),
                new Money(LIMIT));
    }

    private boolean spend(LedgerAccount account, long amount, long at) {
        return ledger.reserve(List.of(account), new Money(amount), at) instanceof Reservation line
                && line.settle(new Money(amount));
    }

    private List<AccountState> accounts(long at) {
        return ledger.accounts(Instant.ofEpochMilli(at));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void accountsWhoseWindowsAreOver_areDropped_andWhoHoldsOneGoesOn(boolean rolling) {
        LedgerAccount held = ledger.account(terms("held", rolling));
        assertThat(spend(held, 90, NOW)).isTrue();
        assertThat(accounts(NOW)).hasSize(1);

        long later = NOW + Duration.ofDays(1).toMillis();
        assertThat(accounts(later)).isEmpty();
        assertThat(held.committedNanoUsd(later)).isZero();
        assertThat(accounts(later)).isEmpty();
        assertThat(spend(held, 90, later)).isTrue();
        assertThat(spend(held, 20, later)).isFalse();
        assertThat(held.committedNanoUsd(later)).isEqualTo(90);
        assertThat(ledger.account(terms("held", rolling)).committedNanoUsd(later))
                .isEqualTo(90);
    }

    @Test
    void lineOfAnAccountThatWasDropped_isStillEnded() {
        LedgerAccount account = ledger.account(terms("a", false));
        Reservation line = (Reservation) ledger.reserve(List.of(account), new Money(40), NOW);
        long later = NOW + Duration.ofHours(1).toMillis();
        assertThat(accounts(later)).isEmpty();

        assertThat(line.settle(new Money(30))).isTrue();
        assertThat(account.committedNanoUsd(later)).isZero();
    }

    @Test
    void reading_opensNoAccount() {
        for (int i = 0; i < 1_000; i++) {
            LedgerAccount account = ledger.account(terms("t" + i, i % 2 == 0));
            assertThat(account.committedNanoUsd(NOW)).isZero();
            assertThat(account.state(Instant.ofEpochMilli(NOW)).available()).hasValue(new Money(LIMIT));
            assertThat(account.windowStartMillis(NOW)).isEqualTo(NOW);
        }
        assertThat(accounts(NOW)).isEmpty();
    }

    /** To keep somebody out they would have to spend the limit in each of the accounts that are kept, and more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void madeUpNames_areBounded_andKeepNobodyOut(boolean rolling) {
        Money limit = new Money(100_000);
        BudgetWindow window = terms("any", rolling).window();
        for (int i = 0; i < 1_000_000; i++) {
            AccountId name = new AccountId("tenant", "made-up-" + i);
            if (!spend(ledger.account(AccountTerms.limited(name, window, limit)), 1, NOW)) {
                throw new AssertionError("name " + i + " was kept out");
            }
        }
        assertThat(accounts(NOW)).hasSizeLessThanOrEqualTo(MOST);
        AccountTerms honest = AccountTerms.limited(new AccountId("tenant", "honest"), window, limit);
        assertThat(spend(ledger.account(honest), 50_000, NOW)).isTrue();
        AccountTerms forgotten = AccountTerms.limited(new AccountId("tenant", "made-up-7"), window, limit);
        assertThat(spend(ledger.account(forgotten), 100_000, NOW)).isFalse();
    }

    /** Against a model that remembers everything: no holder's true spend in a window is ever above the limit. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyGetsPastALimit_byBeingForgotten(boolean rolling) {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            InMemoryLedger small = InMemoryLedger.builder().maxAccounts(8).build();
            Map<String, LedgerAccount> held = new HashMap<>();
            Map<String, Deque<long[]>> truth = new HashMap<>();
            long now = NOW;
            for (int i = 0; i < 5_000; i++) {
                now += random.nextLong(200);
                String holder = "t" + (int) Math.abs(random.nextGaussian() * 15);
                LedgerAccount account = random.nextBoolean()
                        ? small.account(terms(holder, rolling))
                        : held.computeIfAbsent(holder, name -> small.account(terms(name, rolling)));
                long amount = 1 + random.nextLong(30);
                if (small.reserve(List.of(account), new Money(amount), now) instanceof Reservation line) {
                    long cost = random.nextLong(amount + 1);
                    line.settle(new Money(cost));
                    truth.computeIfAbsent(holder, name -> new ArrayDeque<>()).add(new long[] {now, cost});
                    assertThat(spent(truth.get(holder), now, rolling))
                            .as("seed %d, step %d, holder %s", seed, i, holder)
                            .isLessThanOrEqualTo(LIMIT);
                }
            }
        }
    }

    private static long spent(Deque<long[]> spent, long now, boolean rolling) {
        long since = rolling ? now - MINUTE.toMillis() + 1 : now - Math.floorMod(now, MINUTE.toMillis());
        return spent.stream()
                .filter(one -> one[0] >= since)
                .mapToLong(one -> one[1])
                .sum();
    }

    /** Accounts are dropped under the threads that spend from them, and every nano-dollar is still counted once at least. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void threadsThatSpendWhileAccountsAreDropped_neverPassALimit(boolean rolling) throws InterruptedException {
        int holders = 40;
        InMemoryLedger small = InMemoryLedger.builder().maxAccounts(4).build();
        AtomicLongArray spent = new AtomicLongArray(holders);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(thread);
            threads.execute(() -> {
                for (int i = 0; i < 50_000; i++) {
                    int holder = random.nextInt(holders);
                    LedgerAccount account = small.account(terms("t" + holder, rolling));
                    if (small.reserve(List.of(account), new Money(1), NOW) instanceof Reservation line) {
                        line.settle(new Money(1));
                        spent.incrementAndGet(holder);
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        for (int holder = 0; holder < holders; holder++) {
            assertThat(spent.get(holder)).isLessThanOrEqualTo(LIMIT);
        }
    }
}
