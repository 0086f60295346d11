package dev.hybridrouter.api.flow;

import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Writes a map as JSON. */
final class DataMapJson {
    private DataMapJson() {}

    static String of(DataMap map) {
        LocalDate today = map.at().atZone(ZoneOffset.UTC).toLocalDate();
        return new JsonObject()
                .text("at", map.at().toString())
                .number("policy", map.policyVersion())
                .list("rules", map.rules(), JsonObject::quote)
                .list("flows", map.flows(), flow -> of(flow, today))
                .end();
    }

    private static String of(DataFlow flow, LocalDate today) {
        JsonObject json = new JsonObject()
                .text("id", flow.id())
                .text("kind", flow.kind().name())
                .list("contents", names(flow.contents()), JsonObject::quote)
                .text("recipient", flow.recipient());
        flow.model().ifPresent(model -> json.text("model", model));
        flow.partOf().ifPresent(id -> json.text("part_of", id));
        flow.note().ifPresent(note -> json.text("note", note));
        return json.json("handling", of(flow.handling(), today))
                .list("rules", names(flow.rules()), JsonObject::quote)
                .list("stopped_by", flow.stoppedBy(), JsonObject::quote)
                .end();
    }

    private static String of(Handling handling, LocalDate today) {
        JsonObject json = new JsonObject();
        sorted(json, "operators", handling.operators());
        handling.callRegion().ifPresent(region -> json.text("call_region", region));
        handling.destinations().ifPresent(where -> {
            sorted(json, "destinations", where.regions());
            json.text("destinations_as_of", where.asOf().toString())
                    .number("destinations_age_days", ChronoUnit.DAYS.between(where.asOf(), today))
                    .text("destinations_evidence", where.evidence());
        });
        handling.retention().ifPresent(time -> json.text("retention", time.toString()));
        if (handling.sharing() != Sharing.UNKNOWN) {
            json.text("sharing", handling.sharing().name());
        }
        sorted(json, "shared_in", handling.sharedIn());
        handling.asOf().ifPresent(day -> json.text("as_of", day.toString())
                .number("age_days", ChronoUnit.DAYS.between(day, today)));
        handling.evidence().ifPresent(source -> json.text("evidence", source));
        return json.end();
    }

    private static void sorted(JsonObject json, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            json.list(name, values.stream().sorted().toList(), JsonObject::quote);
        }
    }

    private static List<String> names(Collection<? extends Enum<?>> values) {
        return values.stream().<String>map(Enum::name).toList();
    }
}
