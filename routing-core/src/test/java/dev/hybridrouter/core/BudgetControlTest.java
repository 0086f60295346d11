package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.ledger.Ledger;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

/** A budget's settled amount is put right by the host, and everybody who listens hears of it. */
@ExtendWith(HybridRouterExtension.class)
class BudgetControlTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final BudgetControl control = BudgetControl.create();
    private final List<BudgetEvent> events = new ArrayList<>();

    BudgetControlTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouterBuilder builder() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .budgetControl(control)
                .listener(Events.on(BudgetReported.class, reported -> events.add(reported.event())))
                .clock(clock)
                .scheduler(clock);
    }

    private HybridRouterBuilder builder(Ledger ledger) {
        return builder()
                .ledger(ledger)
                .budgets(BudgetPolicy.of(
                        Budget.builder("daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("5"))
                                .build()));
    }

    private static Correction correction(String budget, String usd) {
        return new Correction(
                new AccountId(budget, "acme"), Money.usd(usd), Correction.Cause.BILL, "invoice of November", "jane");
    }

    @Test
    void correction_isMadeInTheLedger_andReported() {
        InMemoryLedger ledger = InMemoryLedger.create();
        try (HybridRouter router = builder(ledger).build()) {
            assertThat(router.status()).isNotEmpty();
            control.correct(correction("daily", "2"));
            assertThat(control.correct(correction("daily", "-0.5")).settled()).isEqualTo(Money.usd("1.5"));
            assertThat(ledger.accounts(clock.instant())).singleElement().satisfies(state -> assertThat(state.settled())
                    .isEqualTo(Money.usd("1.5")));
            assertThat(events).hasSize(2).last().isInstanceOfSatisfying(BudgetEvent.Corrected.class, corrected -> {
                assertThat(corrected.correction()).isEqualTo(correction("daily", "-0.5"));
                assertThat(corrected.account().settled()).isEqualTo(Money.usd("1.5"));
            });
        }
    }

    @Test
    void correctionThatCannotBeMade_changesNothing_andSaysWhy() {
        assertThatThrownBy(() -> control.correct(correction("daily", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("budgetControl: no router was built with it");
        try (HybridRouter router = builder(InMemoryLedger.create()).build()) {
            assertThat(router.status()).isNotEmpty();
            assertThatThrownBy(() -> control.correct(correction("weekly", "1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("correction.account.budget: weekly (expected: ");
            assertThatThrownBy(() -> control.correct(correction("daily", "-1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("correction.amount: ");
            assertThatThrownBy(() -> builder(InMemoryLedger.create()).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("budgetControl: serves a router already");
        }
        assertThat(events).isEmpty();
        assertThatThrownBy(() -> correction("daily", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("correction.amount: ");
    }

    @Test
    void routerThatHasNothingToCorrect_isRefused() {
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("budgetControl: set (expected: a router with budgets)");
    }

    @Test
    void ledgerThatCannotBeCorrected_isNamed() {
        try (HybridRouter router = builder(Mockito.mock(Ledger.class)).build()) {
            assertThat(router).isNotNull();
            assertThatThrownBy(() -> control.correct(correction("daily", "1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be corrected (expected: a CorrectableLedger");
        }
    }
}
