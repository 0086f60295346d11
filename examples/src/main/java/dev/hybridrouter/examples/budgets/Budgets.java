package dev.hybridrouter.examples.budgets;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetEvent;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.budget.Degrade;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.event.BudgetReported;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import dev.hybridrouter.test.bedrock.ServedTokens;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Three tenants under load: one has money enough, one gives way to a cheaper model and shorter answers as its money runs
 * out, one runs into its hard limit. Prints how it goes and compares, at the end, the ledger, the decisions and the tokens
 * that the emulator counted itself. Ends with 0 if they agree to the nano-dollar, else with 1.
 */
public final class Budgets implements RouterListener {
    private static final Model DEAR =
            new Model("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", TokenPrice.perMillion("3.30", "16.50"));
    private static final Model CHEAP = new Model("eu.amazon.nova-lite-v1:0", TokenPrice.perMillion("0.078", "0.312"));
    private static final BudgetWindow WINDOW = BudgetWindow.rolling(Duration.ofDays(1));
    private static final int REQUESTS = 6_000;
    private static final int PERCENT = 100;
    private static final int REPORT_EVERY_PERCENT = 10;
    private static final String ROW = "%8s  %-8s %9s %9s %9s %9s %12s %6s%n";

    private final Bedrock bedrock;
    private final PrintStream out;
    private final int requests;
    private final RouterClock clock = RouterClock.system();
    private final InMemoryLedger ledger = InMemoryLedger.create();
    private final Tenants tenants = new Tenants(List.of("ample", "careful", "capped"));

    private Budgets(Bedrock bedrock, PrintStream out, int requests) {
        this.bedrock = bedrock;
        this.out = out;
        this.requests = requests;
    }

    /** A model and its price. */
    private record Model(String id, TokenPrice price) {}

    /** Runs the example on the terminal. */
    public static void main(String[] args) {
        if (!run(System.out, REQUESTS)) {
            System.exit(1);
        }
    }

    /** Returns whether the books balance. */
    static boolean run(PrintStream out, int requests) {
        try (Bedrock bedrock = new Bedrock()) {
            return new Budgets(bedrock, out, requests).run();
        }
    }

    private boolean run() {
        try (HybridRouter router = router()) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    "progress",
                    "tenant",
                    "answered",
                    "fallback",
                    "refused",
                    "failed",
                    "spent",
                    "used");
            new Load(router, tenants.names()).send(requests, this::progress);
            report(PERCENT);
        }
        return balance();
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .adapter(bedrock.adapter())
                .target(target("dear", DEAR))
                .target(target("cheap", CHEAP))
                .budgets(policy())
                .ledger(ledger)
                .listener(tenants)
                .listener(this)
                .build();
    }

    private Target target(String name, Model model) {
        return Target.builder(name, bedrock.adapter().id(), model.id())
                .region(Bedrock.REGION)
                .capabilities(EnumSet.of(Capability.STREAMING))
                .price(model.price())
                .build();
    }

    private BudgetPolicy policy() {
        Budget everything = Budget.builder("everything", BudgetScope.everything(), WINDOW, dollarsPerThousand(10))
                .build();
        Budget limit = Budget.builder("limit", BudgetScope.tenant(), WINDOW, dollarsPerThousand(5))
                .amountFor("capped", dollarsPerThousand(0.15))
                .build();
        Budget plan = Budget.builder("plan", BudgetScope.tenant(), WINDOW, dollarsPerThousand(5))
                .amountFor("careful", dollarsPerThousand(0.5))
                .soft()
                .at(80, Degrade.preferCheaper())
                .at(82, Degrade.capOutput(100))
                .build();
        return BudgetPolicy.of(everything, limit, plan);
    }

    /** So many dollars for each thousand of all requests, so that a shorter run shows the same. */
    private Money dollarsPerThousand(double dollars) {
        return new Money(Math.round(dollars * requests * 1_000_000));
    }

    @Override
    public void onEvent(RouterEvent event) {
        if (event instanceof BudgetReported budget && budget.event() instanceof BudgetEvent.ThresholdReached reached) {
            AccountState account = reached.account();
            out.printf(
                    Locale.ROOT,
                    "%10s%s reached %d %% of %s%n",
                    "",
                    account.id(),
                    reached.percent(),
                    account.committed());
        }
    }

    private void progress(int sent) {
        int step = Math.max(1, requests * REPORT_EVERY_PERCENT / PERCENT);
        if (sent > 0 && sent % step == 0) {
            report(sent * PERCENT / requests);
        }
    }

    private void report(int percent) {
        for (String tenant : tenants.names()) {
            Tenants.Count count = tenants.of(tenant);
            out.printf(
                    Locale.ROOT,
                    ROW,
                    percent + " %",
                    tenant,
                    count.answered(),
                    count.fallbacks(),
                    count.refused(),
                    count.failed(),
                    new Money(count.nanoUsd()),
                    used(tenant));
        }
    }

    private String used(String tenant) {
        AccountState account = account("limit", tenant);
        double used = (double) account.settled().nanoUsd()
                / account.limit().orElseThrow().nanoUsd();
        return String.format(Locale.ROOT, "%.1f %%", used * PERCENT);
    }

    private AccountState account(String budget, String holder) {
        return ledger.accounts(clock.instant()).stream()
                .filter(state -> state.id().budget().equals(budget))
                .filter(state -> state.id().holder().equals(holder))
                .findFirst()
                .orElseThrow();
    }

    private boolean balance() {
        long booked = account("everything", "").settled().nanoUsd();
        long open = account("everything", "").committed().nanoUsd() - booked;
        long decided = tenants.nanoUsd();
        long served = served(DEAR) + served(CHEAP);
        out.println();
        out.printf(Locale.ROOT, "%,18d nano-dollars in the ledger, %,d of them open%n", booked + open, open);
        out.printf(Locale.ROOT, "%,18d nano-dollars in the decisions%n", decided);
        out.printf(Locale.ROOT, "%,18d nano-dollars by the emulator's own count of tokens%n", served);
        boolean balanced = open == 0 && booked == decided && decided == served;
        out.println(balanced ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
        return balanced;
    }

    private long served(Model model) {
        ServedTokens tokens = bedrock.served(model.id());
        out.printf(
                Locale.ROOT,
                "%n%s served %,d tokens of input and %,d of output",
                model.id(),
                tokens.input(),
                tokens.output());
        return model.price().cost(tokens.input(), tokens.output()).nanoUsd();
    }
}
