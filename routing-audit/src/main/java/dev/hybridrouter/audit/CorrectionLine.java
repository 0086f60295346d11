package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditRecord.Corrected;
import java.io.IOException;
import java.time.Instant;

/** The line of a correction. The note stays out, as all free texts do. */
record CorrectionLine(Corrected corrected) implements AuditLine {
    @Override
    public String kind() {
        return "correction";
    }

    @Override
    public Instant time() {
        return corrected.time();
    }

    @Override
    public void write(Fields fields) throws IOException {
        fields.text("budget", corrected.budget());
        if (!corrected.holder().isEmpty()) {
            fields.text("holder", corrected.holder());
        }
        fields.number("amount_nano_usd", corrected.amount().nanoUsd());
        fields.text("cause", corrected.cause().name());
        fields.text("by", corrected.by());
    }
}
