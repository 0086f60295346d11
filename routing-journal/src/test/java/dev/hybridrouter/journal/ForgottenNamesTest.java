package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.ErasableLedger.Forgotten;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a journal names whose money it was about. */
class ForgottenNamesTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:10Z");
    private static final Money AMOUNT = new Money(10);

    private final Path folder;

    ForgottenNamesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private JournaledLedger open(Instant now) {
        return JournaledLedger.builder(folder)
                .clock(ManualClock.startingAt(now))
                .open();
    }

    private static AccountTerms terms(String holder) {
        BudgetWindow window = holder.equals("of-the-month")
                ? BudgetWindow.month(ZoneOffset.UTC)
                : BudgetWindow.minute(ZoneOffset.UTC);
        return AccountTerms.unlimited(new AccountId(holder.equals("of-the-month") ? "m" : "b", holder), window);
    }

    private static void spend(JournaledLedger ledger, String holder, Instant now) {
        ((Reservation) ledger.reserve(List.of(ledger.account(terms(holder))), AMOUNT, now.toEpochMilli()))
                .settle(AMOUNT);
    }

    private boolean isNamed(String holder) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("ledger.journal"));
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(holder.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
    }

    @Test
    void forgottenAccount_isNamedNoMore_andOthersKeepTheirMoney() throws IOException {
        Instant later = START.plus(Duration.ofMinutes(2));
        JournaledLedger ledger = open(START);
        spend(ledger, "clinic", START);
        spend(ledger, "of-the-month", START);

        Forgotten early = ledger.forget(new AccountId("b", "clinic"), START);
        Forgotten forgotten = ledger.forget(new AccountId("b", "clinic"), later);
        ledger.close();

        assertThat(early.countsUntil()).isEqualTo(Instant.parse("2026-11-23T12:01:00Z"));
        assertThat(forgotten.countsUntil()).isNull();
        assertThat(forgotten.removed()).isTrue();
        assertThat(isNamed("clinic")).isFalse();
        JournaledLedger again = open(later);
        spend(again, "of-the-month", later);
        assertThat(again.accounts(later).stream().map(AccountState::settled)).containsExactly(new Money(20));
        again.close();
    }

    @Test
    void namesOfWindowsThatAreOver_areGoneAfterADay_whereTheJournalIsUsed() throws IOException {
        JournaledLedger ledger = open(START);
        spend(ledger, "clinic", START);
        spend(ledger, "other", START.plus(Duration.ofHours(23)));
        spend(ledger, "other", START.plus(Duration.ofHours(25)));
        ledger.close();

        assertThat(isNamed("other")).isTrue();
        assertThat(isNamed("clinic")).isFalse();
    }
}
