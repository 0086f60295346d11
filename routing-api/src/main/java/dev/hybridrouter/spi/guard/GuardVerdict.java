package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;
import java.util.List;

/** What a guard says. No {@code toString} shows what was inspected or what it is replaced with. */
public sealed interface GuardVerdict {
    /** What was found, in no particular order. */
    List<GuardFinding> findings();

    /** Returns the verdict that nothing was found. Always the same object. */
    static GuardVerdict pass() {
        return Pass.INSTANCE;
    }

    /** Nothing was found. */
    enum Pass implements GuardVerdict {
        /** The only one. */
        INSTANCE;

        @Override
        public List<GuardFinding> findings() {
            return List.of();
        }
    }

    /**
     * Something was found, and may go on as it is.
     *
     * @param findings what was found
     */
    record Tag(List<GuardFinding> findings) implements GuardVerdict {
        /** Copies the findings; refuses none. */
        public Tag {
            findings = Check.notEmpty(findings, "verdict.findings");
        }
    }

    /**
     * Something was found and replaced.
     *
     * @param pieces the texts that go on instead, as many and in the same order as were inspected
     * @param findings what was found
     * @param restorer brings back in the answer what was taken out of the request; {@link Restorer#NONE} if nothing is to
     *     be
     */
    record Replace(List<String> pieces, List<GuardFinding> findings, Restorer restorer) implements GuardVerdict {
        /** Copies the lists; refuses a replacement without a finding. */
        public Replace {
            pieces = Check.copy(pieces, "verdict.pieces");
            findings = Check.notEmpty(findings, "verdict.findings");
            Check.notNull(restorer, "verdict.restorer");
        }

        @Override
        public String toString() {
            return "Replace[" + pieces.size() + " pieces, " + findings + "]";
        }
    }

    /**
     * Nothing may go on.
     *
     * @param category why, as the guard calls it; can serve as a metric tag
     * @param remedy what the caller can do
     * @param findings what was found; may be empty where the guard does not tell
     */
    record Block(String category, String remedy, List<GuardFinding> findings) implements GuardVerdict {
        /** Refuses a malformed category and a blank remedy; copies the findings. */
        public Block {
            Check.name(category, "verdict.category");
            Check.notBlank(remedy, "verdict.remedy");
            findings = Check.copy(findings, "verdict.findings");
        }
    }
}
