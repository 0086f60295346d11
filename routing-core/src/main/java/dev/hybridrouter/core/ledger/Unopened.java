package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.LineRecorder.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts of before a restart that nobody has asked for yet. Thread-safe. */
final class Unopened {
    private final Map<AccountId, Account> accounts = new ConcurrentHashMap<>();

    /**
     * One account.
     *
     * @param sinceMillis when it was taken over; its open lines are pending from then on
     */
    record Account(List<RecordedWindow> windows, long sinceMillis) {}

    void add(List<RecordedWindow> windows, long sinceMillis) {
        windows.stream()
                .collect(Collectors.groupingBy(window -> window.id().account()))
                .forEach((id, own) -> accounts.put(id, new Account(own, sinceMillis)));
    }

    boolean isEmpty() {
        return accounts.isEmpty();
    }

    @Nullable
    Account remove(AccountId id) {
        return accounts.remove(id);
    }

    @Nullable
    Account get(AccountId id) {
        return accounts.get(id);
    }

    /** Drops an account if nothing of it counts any more; returns when that is so at the latest. */
    long forget(AccountId id, long epochMillis) {
        Account account = accounts.get(id);
        long until = account == null
                ? Long.MIN_VALUE
                : account.windows.stream()
                        .mapToLong(window -> window.id().endMillis())
                        .max()
                        .orElse(Long.MIN_VALUE);
        if (account != null && until <= epochMillis) {
            accounts.remove(id, account);
        }
        return until;
    }

    /** Drops the accounts of which no window counts any more. */
    void forget(long epochMillis) {
        accounts.values().removeIf(account -> account.windows.stream()
                .allMatch(window -> window.id().endMillis() <= epochMillis));
    }

    Stream<LedgerSnapshot.Balance> balances() {
        return accounts.values().stream()
                .flatMap(account -> account.windows.stream())
                .map(RecordedWindow::balance);
    }

    /** Settles the parts of a line; returns whether there were any. */
    boolean settle(InMemoryLedger ledger, long line, long actual) {
        List<Receipt> receipts = new ArrayList<>();
        for (AccountId id : accounts.keySet()) {
            accounts.computeIfPresent(id, (same, account) -> {
                List<RecordedWindow> windows = new ArrayList<>();
                for (RecordedWindow window : account.windows) {
                    Money amount = window.open().get(line);
                    if (amount != null) {
                        Window[] in = {new Shut(window.id())};
                        receipts.add(end(new Line(ledger, line, amount, in), actual));
                    }
                    windows.add(amount == null ? window : window.without(line, actual));
                }
                return new Account(windows, account.sinceMillis);
            });
        }
        receipts.forEach(Receipt::await);
        return !receipts.isEmpty();
    }

    private static Receipt end(Line part, long actual) {
        return Objects.requireNonNull(part.end(actual), "a new line is open");
    }

    /** A window of an account that is not open: its money is counted here. */
    private record Shut(WindowId id) implements Window {
        @Override
        public void commit(long amount) {}

        @Override
        public void settle(long reserved, long actual) {}

        @Override
        public void release(long reserved) {}

        @Override
        public void addPending(long amount) {}
    }
}
