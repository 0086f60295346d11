package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardPiece;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAssessment;

/** Reads which policies found what, and what they did. Takes categories only: the service quotes what it matched. */
final class GuardrailAssessments {
    private static final String BLOCKED = "BLOCKED";
    private static final String ANONYMIZED = "ANONYMIZED";

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final GuardPiece.Kind place;
    private @Nullable String blocking;
    private boolean masked;

    GuardrailAssessments(List<GuardrailAssessment> assessments, GuardPiece.Kind place) {
        this.place = place;
        assessments.forEach(this::read);
    }

    private void read(GuardrailAssessment assessment) {
        if (assessment.contentPolicy() != null) {
            assessment
                    .contentPolicy()
                    .filters()
                    .forEach(f -> add("CONTENT_" + f.typeAsString(), f.actionAsString(), f.detected()));
        }
        if (assessment.topicPolicy() != null) {
            assessment.topicPolicy().topics().forEach(t -> add("TOPIC", t.actionAsString(), t.detected()));
        }
        if (assessment.wordPolicy() != null) {
            assessment.wordPolicy().customWords().forEach(w -> add("WORD", w.actionAsString(), w.detected()));
            assessment.wordPolicy().managedWordLists().forEach(w -> add("WORD", w.actionAsString(), w.detected()));
        }
        if (assessment.sensitiveInformationPolicy() != null) {
            assessment
                    .sensitiveInformationPolicy()
                    .piiEntities()
                    .forEach(e -> add(e.typeAsString(), e.actionAsString(), e.detected()));
            assessment
                    .sensitiveInformationPolicy()
                    .regexes()
                    .forEach(r -> add("REGEX", r.actionAsString(), r.detected()));
        }
        if (assessment.contextualGroundingPolicy() != null) {
            assessment
                    .contextualGroundingPolicy()
                    .filters()
                    .forEach(f -> add("GROUNDING_" + f.typeAsString(), f.actionAsString(), f.detected()));
        }
    }

    private void add(@Nullable String category, @Nullable String action, @Nullable Boolean detected) {
        if (Boolean.FALSE.equals(detected)) {
            return;
        }
        String name = category == null || !category.matches("[A-Z0-9_]{1,80}") ? "OTHER" : category;
        counts.merge(name, 1, Integer::sum);
        masked |= ANONYMIZED.equals(action);
        if (BLOCKED.equals(action) && blocking == null) {
            blocking = name;
        }
    }

    /** The category that blocked; null if none did. */
    @Nullable
    String blocking() {
        return blocking;
    }

    /** Whether something was masked. */
    boolean isMasked() {
        return masked;
    }

    List<GuardFinding> findings() {
        List<GuardFinding> findings = new ArrayList<>(counts.size());
        counts.forEach((category, count) -> findings.add(new GuardFinding(category, place, count)));
        return findings;
    }
}
