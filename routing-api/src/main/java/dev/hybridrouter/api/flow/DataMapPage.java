package dev.hybridrouter.api.flow;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a map as a page of Markdown. Whatever is not known says so. */
final class DataMapPage {
    private static final String UNKNOWN = "unknown";
    private static final String HERE = "where the host runs";

    private final LocalDate today;
    private final StringBuilder page = new StringBuilder();

    private DataMapPage(LocalDate today) {
        this.today = today;
    }

    static String of(DataMap map) {
        DataMapPage page = new DataMapPage(map.at().atZone(ZoneOffset.UTC).toLocalDate());
        page.write(map);
        return page.page.toString();
    }

    private void write(DataMap map) {
        page.append("# Data map\n\nAs of ")
                .append(map.at())
                .append(", routing policy ")
                .append(map.policyVersion())
                .append(".\n\n## Rules for all requests\n\n");
        if (map.rules().isEmpty()) {
            page.append("None: each request states its own.\n");
        }
        map.rules().forEach(rule -> page.append("- ").append(cell(rule)).append('\n'));
        page.append("\n## Flows\n\n");
        row("flow", "what", "to whom", "where", "how long", "copies", "evidence", "bound by", "stopped by");
        page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        map.flows().forEach(this::flow);
    }

    private void flow(DataFlow flow) {
        Handling handling = flow.handling();
        row(
                flow.id() + flow.partOf().map(id -> ", part of " + id).orElse(""),
                words(flow.contents()),
                recipient(flow),
                where(flow),
                howLong(flow),
                flow.kind().isLeaving() ? copies(handling) : "none",
                flow.kind().isLeaving() ? evidence(handling) : "the router itself",
                words(flow.rules()),
                String.join(", ", flow.stoppedBy()));
    }

    private void row(String... cells) {
        for (String cell : cells) {
            page.append("| ").append(cell(cell)).append(' ');
        }
        page.append("|\n");
    }

    private static String recipient(DataFlow flow) {
        String to =
                flow.recipient() + flow.model().map(model -> ", model " + model).orElse("");
        return flow.kind().isLeaving()
                ? to + "; operated by " + sorted(flow.handling().operators())
                : to;
    }

    private static String where(DataFlow flow) {
        Handling handling = flow.handling();
        if (!flow.kind().isLeaving()) {
            return HERE;
        }
        return "called in " + handling.callRegion().orElse(UNKNOWN) + "; processed in "
                + handling.destinations()
                        .map(Destinations::regions)
                        .map(DataMapPage::sorted)
                        .orElse(UNKNOWN);
    }

    private static String howLong(DataFlow flow) {
        Optional<Duration> retention = flow.handling().retention();
        String time = retention
                .map(kept -> kept.isZero() ? "not kept" : kept.toString())
                .orElse(UNKNOWN);
        return flow.note()
                .map(note -> retention.isPresent() ? time + "; " + note : note)
                .orElse(time);
    }

    private static String copies(Handling handling) {
        if (handling.sharing() == Sharing.UNKNOWN) {
            return UNKNOWN;
        }
        boolean none = handling.sharing() == Sharing.NONE;
        return word(handling.sharing()) + (none ? "" : " in " + sorted(handling.sharedIn()));
    }

    private String evidence(Handling handling) {
        String places = handling.destinations()
                .map(where -> "places: " + where.evidence() + ", " + dated(where.asOf()))
                .orElse("places: " + UNKNOWN);
        String rest = handling.evidence().orElse(UNKNOWN)
                + handling.asOf().map(day -> ", " + dated(day)).orElse("");
        return places + "; all else: " + rest;
    }

    private String dated(LocalDate day) {
        return day + " (" + ChronoUnit.DAYS.between(day, today) + " days old)";
    }

    private static String sorted(Collection<String> values) {
        return values.isEmpty() ? UNKNOWN : values.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String words(Collection<? extends Enum<?>> values) {
        return values.stream().map(DataMapPage::word).collect(Collectors.joining(", "));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A host's words may hold what means something in Markdown. */
    private static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replaceAll("\\s+", " ");
    }
}
