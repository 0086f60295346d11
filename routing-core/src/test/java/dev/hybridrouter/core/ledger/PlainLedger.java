package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a ledger means, as a list of entries that is added up anew at each question. */
final class PlainLedger {
    static final Duration PENDING_FOR = Duration.ofMinutes(3);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<BudgetWindow> WINDOWS = List.of(
            BudgetWindow.minute(BERLIN),
            BudgetWindow.day(BERLIN),
            BudgetWindow.rolling(Duration.ofSeconds(60)),
            BudgetWindow.rolling(Duration.ofHours(1)));

    private final List<Entry> entries = new ArrayList<>();
    private final long limit = LedgerLawProperties.Accounts.LIMIT;

    /** An amount in one account. */
    private static final class Entry {
        long line;
        int account;
        long windowStart;
        long reserved;
        long settled;
        boolean open;
        long pendingUntil = Long.MAX_VALUE;

        long committed() {
            return open ? reserved : settled;
        }

        boolean pending() {
            return open && pendingUntil != Long.MAX_VALUE;
        }
    }

    static List<AccountTerms> terms(long limit) {
        List<AccountTerms> terms = new ArrayList<>();
        for (BudgetWindow window : WINDOWS) {
            terms.add(AccountTerms.limited(new AccountId("account-" + terms.size(), ""), window, new Money(limit)));
        }
        return terms;
    }

    private static long start(int account, long now) {
        if (WINDOWS.get(account) instanceof BudgetWindow.Calendar calendar) {
            return calendar.startOf(Instant.ofEpochMilli(now)).toEpochMilli();
        }
        return now - now % step(account);
    }

    private static long step(int account) {
        return ((BudgetWindow.Rolling) WINDOWS.get(account)).length().toMillis() / 60;
    }

    private static boolean counts(Entry entry, int account, long now) {
        if (entry.account != account) {
            return false;
        }
        if (WINDOWS.get(account) instanceof BudgetWindow.Rolling rolling) {
            long end = entry.windowStart + step(account) + rolling.length().toMillis();
            return end > start(account, now);
        }
        return entry.windowStart == start(account, now);
    }

    private long sum(int account, long now, ToLongFunction<Entry> part) {
        return entries.stream()
                .filter(entry -> counts(entry, account, now))
                .mapToLong(part)
                .sum();
    }

    boolean canReserve(List<Integer> accounts, long amount, long now) {
        return accounts.stream().allMatch(account -> sum(account, now, Entry::committed) + amount <= limit);
    }

    void reserve(long line, List<Integer> accounts, long amount, long now) {
        for (int account : accounts) {
            Entry entry = new Entry();
            entry.line = line;
            entry.account = account;
            entry.windowStart = start(account, now);
            entry.reserved = amount;
            entry.open = true;
            entries.add(entry);
        }
        lineStates.add(new LineState(line));
    }

    /** Also lines without accounts have to be closed once. */
    private static final class LineState {
        final long line;
        boolean open = true;
        boolean pending;

        LineState(long line) {
            this.line = line;
        }
    }

    private final List<LineState> lineStates = new ArrayList<>();

    private LineState state(long line) {
        return lineStates.stream()
                .filter(state -> state.line == line)
                .findFirst()
                .orElseThrow();
    }

    boolean settle(long line, long actual) {
        LineState state = state(line);
        boolean closes = state.open;
        if (closes) {
            state.open = false;
            entries.stream().filter(entry -> entry.line == line).forEach(entry -> close(entry, actual));
        }
        return closes;
    }

    private static void close(Entry entry, long actual) {
        entry.open = false;
        entry.settled = actual;
    }

    boolean leavePending(long line, long now) {
        LineState state = state(line);
        boolean changes = state.open && !state.pending;
        if (changes) {
            state.pending = true;
            entries.stream()
                    .filter(entry -> entry.line == line)
                    .forEach(entry -> entry.pendingUntil = now + PENDING_FOR.toMillis());
            expiries.add(new long[] {line, now + PENDING_FOR.toMillis()});
        }
        return changes;
    }

    private final List<long[]> expiries = new ArrayList<>();

    void giveUp(long now, boolean charge) {
        for (Entry entry : entries) {
            if (entry.pending() && entry.pendingUntil <= now) {
                close(entry, charge ? entry.reserved : 0);
            }
        }
        expiries.stream().filter(expiry -> expiry[1] <= now).forEach(expiry -> lineStates.stream()
                .filter(state -> state.line == expiry[0])
                .forEach(state -> state.open = false));
    }

    /** What was open is pending; nobody holds its lines any more. */
    void restart(long now) {
        for (Entry entry : entries) {
            entry.line = -1;
            if (entry.open) {
                entry.pendingUntil = now + PENDING_FOR.toMillis();
            }
        }
        lineStates.clear();
        expiries.clear();
    }

    long settled(int account, long now) {
        return sum(account, now, entry -> entry.open ? 0 : entry.settled);
    }

    long pending(int account, long now) {
        return sum(account, now, entry -> entry.pending() ? entry.reserved : 0);
    }

    long reserved(int account, long now) {
        return sum(account, now, entry -> entry.open && !entry.pending() ? entry.reserved : 0);
    }
}
