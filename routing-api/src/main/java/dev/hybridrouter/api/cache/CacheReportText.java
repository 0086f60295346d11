package dev.hybridrouter.api.cache;

import java.util.List;
import java.util.Locale;

/** Writes reports for people. */
final class CacheReportText {
    private static final int MOST_CAUSES = 10;
    private static final int PER_MILLE = 1_000;

    private CacheReportText() {}

    static String of(CacheReport report) {
        StringBuilder text = new StringBuilder();
        for (OperationUse use : report.operations()) {
            text.append(text.length() == 0 ? "" : "\n");
            write(text, use);
        }
        return text.length() == 0 ? "The cache keeps no report, or nobody asked it.\n" : text.toString();
    }

    private static void write(StringBuilder text, OperationUse use) {
        line(text, "%s: %d requests, %s answered without a call", use.operation(), use.requests(), share(use));
        line(
                text,
                "  %d hits, %d joined, %d stale, %d missed; %d more did not ask",
                use.hits(),
                use.joins(),
                use.stale(),
                use.misses(),
                use.unasked());
        if (use.causes().isEmpty()) {
            return;
        }
        line(text, "  %9s  %16s  %s", "misses", "cost", "why");
        List<MissCount> causes = use.causes();
        causes.stream()
                .limit(MOST_CAUSES)
                .forEach(count -> line(text, "  %9d  %16s  %s", count.misses(), cost(count), why(count.cause())));
        if (causes.size() > MOST_CAUSES) {
            line(text, "  and %d causes that are less frequent", causes.size() - MOST_CAUSES);
        }
    }

    private static String share(OperationUse use) {
        if (use.requests() == 0) {
            return "none";
        }
        long tenths = use.answered() * PER_MILLE / use.requests();
        return tenths / 10 + "." + tenths % 10 + " %";
    }

    private static String cost(MissCount count) {
        if (count.unpriced() == 0) {
            return count.cost().toString();
        }
        return count.unpriced() == count.misses() ? "unknown" : ">= " + count.cost();
    }

    private static String why(MissCause cause) {
        String name = cause.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return name
                + (cause.detail().isEmpty() ? "" : " (" + cause.detail() + ")")
                + ": "
                + cause.kind().hint();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
