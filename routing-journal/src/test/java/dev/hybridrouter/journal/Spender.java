package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A process of its own that spends until it is killed, and says each time how often it has. */
final class Spender {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final AccountTerms TERMS =
            AccountTerms.unlimited(new AccountId("all", ""), BudgetWindow.month(ZoneOffset.UTC));
    static final Money RESERVED = new Money(10);
    static final Money SPENT = new Money(7);

    private Spender() {}

    @SuppressWarnings({"resource", "SystemOut"}) // it is killed; its output is its answer
    public static void main(String[] arguments) {
        JournaledLedger ledger = JournaledLedger.builder(Path.of(arguments[0]))
                .clock(ManualClock.startingAt(NOW)) // the window of NOW must still be open, today and in ten years
                .durability(Durability.WRITTEN)
                .compactAt(1 << 14)
                .open();
        for (int spent = 1; ; spent++) {
            ((Reservation) ledger.reserve(List.of(ledger.account(TERMS)), RESERVED, NOW.toEpochMilli())).settle(SPENT);
            System.out.println(spent);
        }
    }
}
