package dev.hybridrouter.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.spi.ledger.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has been settled can be put right, and counts from then on. */
class CorrectionTest {
    private static final AccountId ID = new AccountId("all", "");
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final AccountTerms ROLLING =
            AccountTerms.limited(ID, BudgetWindow.rolling(Duration.ofMinutes(1)), new Money(100));

    private final List<String> told = new ArrayList<>();
    private final InMemoryLedger ledger = InMemoryLedger.builder()
            .recorder((line, actual) -> {
                told.add(line.amount().nanoUsd() + " " + actual);
                return LineRecorder.Receipt.DONE;
            })
            .build();

    private boolean spend(LedgerAccount account, long amount, long at) {
        return ledger.reserve(List.of(account), new Money(amount), at) instanceof Reservation line
                && line.settle(new Money(amount));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void correction_countsAtOnce_bothWays(boolean rolling) {
        AccountTerms terms =
                rolling ? ROLLING : AccountTerms.limited(ID, BudgetWindow.day(ZoneOffset.UTC), new Money(100));
        LedgerAccount account = ledger.account(terms);
        assertThat(spend(account, 90, NOW)).isTrue();
        assertThat(spend(account, 20, NOW)).isFalse();

        assertThat(ledger.correct(terms, new Money(-30), NOW).settled()).isEqualTo(new Money(60));
        assertThat(spend(account, 41, NOW)).isFalse();
        assertThat(spend(account, 40, NOW)).isTrue();
        assertThat(ledger.correct(terms, new Money(50), NOW).settled()).isEqualTo(new Money(150));
        assertThat(ledger.reserve(List.of(account), new Money(1), NOW)).isInstanceOf(Shortfall.class);
        assertThat(account.committedNanoUsd(NOW)).isEqualTo(150);
        assertThat(told).containsExactly("90 90", "0 -30", "40 40", "0 50");
    }

    @Test
    void moreThanIsSettled_cannotBeTakenBack() {
        LedgerAccount account = ledger.account(ROLLING);
        assertThat(spend(account, 10, NOW)).isTrue();
        ledger.reserve(List.of(account), new Money(50), NOW);

        assertThatThrownBy(() -> ledger.correct(ROLLING, new Money(-11), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("correction.amount: ");
        assertThat(account.committedNanoUsd(NOW)).isEqualTo(60);
        assertThat(told).containsExactly("10 10");
    }

    /** Money that was taken back must not leave the window a second time with the step that it was spent in. */
    @Test
    void whatIsTakenBackFromARollingWindow_leavesItOnce() {
        LedgerAccount account = ledger.account(ROLLING);
        assertThat(spend(account, 60, NOW)).isTrue();
        assertThat(spend(account, 30, NOW + 30_000)).isTrue();
        ledger.correct(ROLLING, new Money(-70), NOW + 40_000);

        assertThat(account.committedNanoUsd(NOW + 40_000)).isEqualTo(20);
        assertThat(account.committedNanoUsd(NOW + 65_000)).isEqualTo(20);
        assertThat(account.committedNanoUsd(NOW + 95_000)).isZero();
    }
}
