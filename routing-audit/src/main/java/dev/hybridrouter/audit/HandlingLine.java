package dev.hybridrouter.audit;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.audit.AuditRecord.Handled;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The line of a change of a target's handling. The note stays out, as all free texts of people do; evidence is what it is about. */
record HandlingLine(Handled handled) implements AuditLine {
    @Override
    public String kind() {
        return "handling";
    }

    @Override
    public Instant time() {
        return handled.time();
    }

    @Override
    public void write(Fields fields) throws IOException {
        fields.text("target", handled.target().value());
        handling(fields, "before", handled.before());
        handling(fields, "now", handled.now());
        if (!handled.found().equals(handled.now())) {
            handling(fields, "found", handled.found());
        }
        fields.text("by", handled.by());
    }

    private static void handling(Fields fields, String name, Handling handling) throws IOException {
        fields.beginObject(name);
        sorted(fields, "operators", handling.operators());
        text(fields, "call_region", handling.callRegion().orElse(null));
        if (handling.destinations().isPresent()) {
            Destinations where = handling.destinations().get();
            sorted(fields, "destinations", where.regions());
            fields.text("destinations_as_of", where.asOf().toString());
            fields.text("destinations_evidence", where.evidence());
        }
        text(fields, "retention", handling.retention().map(Object::toString).orElse(null));
        fields.text("sharing", handling.sharing().name());
        sorted(fields, "shared_in", handling.sharedIn());
        text(fields, "as_of", handling.asOf().map(LocalDate::toString).orElse(null));
        text(fields, "evidence", handling.evidence().orElse(null));
        fields.endObject();
    }

    private static void text(Fields fields, String name, @Nullable String value) throws IOException {
        if (value != null) {
            fields.text(name, value);
        }
    }

    private static void sorted(Fields fields, String name, Set<String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        fields.beginArray(name);
        for (String value : new TreeSet<>(values)) {
            fields.element(value);
        }
        fields.endArray();
    }
}
