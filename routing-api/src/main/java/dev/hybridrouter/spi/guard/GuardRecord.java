package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.List;

/**
 * What one guard said once, for listeners. Holds nothing of what was inspected.
 *
 * @param guard its id
 * @param direction whether it inspected what goes out or what comes back
 * @param outcome what followed
 * @param category why it denied, as the guard calls it, or why it failed; empty if it did neither
 * @param findings what was found
 * @param cost what asking it cost, as far as that is known
 */
public record GuardRecord(
        String guard,
        GuardInput.Direction direction,
        Outcome outcome,
        String category,
        List<GuardFinding> findings,
        Money cost) {
    /** What followed from a verdict. */
    public enum Outcome {
        /** Nothing was found. */
        PASSED,
        /** Something was found, and went on as it was. */
        TAGGED,
        /** Something was found, and replaced. */
        REPLACED,
        /** Nothing goes on. */
        BLOCKED,
        /** It could not be asked, failed or was late; nothing goes on. */
        FAILED
    }

    /** Checks the parts. */
    public GuardRecord {
        Check.name(guard, "guardRecord.guard");
        Check.notNull(direction, "guardRecord.direction");
        Check.notNull(outcome, "guardRecord.outcome");
        Check.notNull(category, "guardRecord.category");
        findings = Check.copy(findings, "guardRecord.findings");
        Check.notNull(cost, "guardRecord.cost");
    }
}
