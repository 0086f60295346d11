package dev.hybridrouter.audit;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.audit.AuditRecord.Switched;
import java.io.IOException;
import java.time.Instant;

/** The line of a kill switch: names and kinds only. The note stays out, as all free texts do. */
record SwitchLine(Switched switched) implements AuditLine {
    @Override
    public String kind() {
        return "switch";
    }

    @Override
    public Instant time() {
        return switched.time();
    }

    @Override
    public void write(Fields fields) throws IOException {
        scope(fields, switched.scope());
        fields.text("cause", switched.cause().name());
        fields.text("by", switched.by());
        fields.number("open_percent", switched.openPercent());
    }

    private static void scope(Fields fields, KillScope scope) throws IOException {
        if (scope instanceof KillScope.Path path) {
            fields.text("path", path.path().name());
        } else if (scope instanceof KillScope.Adapter adapter) {
            fields.text("adapter", adapter.adapter());
        } else if (scope instanceof KillScope.Target target) {
            fields.text("target", target.target().value());
        } else if (scope instanceof KillScope.Tenant tenant) {
            fields.text("tenant", tenant.tenant());
        } else if (scope instanceof KillScope.Operation operation) {
            fields.text("operation", operation.operation().name());
        } else {
            fields.flag("everything");
        }
    }
}
