package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.Restorer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailOutputContent;

/** Says what the answer of a guardrail means. What is not clear denies. */
final class GuardrailVerdicts {
    private static final String UNCLEAR = "GUARDRAIL_UNCLEAR";

    private GuardrailVerdicts() {}

    static GuardVerdict of(ApplyGuardrailResponse response, List<GuardPiece> pieces) {
        GuardPiece.Kind place = pieces.size() == 1 ? pieces.get(0).kind() : GuardPiece.Kind.UNKNOWN;
        GuardrailAssessments found = new GuardrailAssessments(response.assessments(), place);
        if (response.action() == GuardrailAction.NONE) {
            return found.findings().isEmpty() ? GuardVerdict.pass() : new GuardVerdict.Tag(found.findings());
        }
        String blocking = found.blocking();
        if (response.action() != GuardrailAction.GUARDRAIL_INTERVENED || blocking != null || !found.isMasked()) {
            return block(blocking == null ? UNCLEAR : blocking, found);
        }
        return masked(response.outputs(), pieces, found);
    }

    /** The service gives one text for each that was sent; blank ones were not. */
    private static GuardVerdict masked(
            List<GuardrailOutputContent> outputs, List<GuardPiece> pieces, GuardrailAssessments found) {
        List<String> texts = new ArrayList<>(pieces.size());
        int next = 0;
        for (GuardPiece piece : pieces) {
            if (piece.text().isBlank()) {
                texts.add(piece.text());
            } else if (next < outputs.size() && fits(piece, outputs.get(next).text())) {
                texts.add(outputs.get(next++).text());
            } else {
                return block(UNCLEAR, found);
            }
        }
        return next == outputs.size()
                ? new GuardVerdict.Replace(texts, found.findings(), Restorer.NONE)
                : block(UNCLEAR, found);
    }

    /** A mask in place of a number is no JSON. */
    private static boolean fits(GuardPiece piece, @Nullable String text) {
        if (text == null || piece.kind() != GuardPiece.Kind.TOOL_INPUT) {
            return text != null;
        }
        try {
            DocumentJson.checked(text);
            return true;
        } catch (DocumentJson.MalformedJsonException e) {
            return false;
        }
    }

    private static GuardVerdict block(String category, GuardrailAssessments found) {
        return new GuardVerdict.Block(category, "respect the guardrail: change what it objects to", found.findings());
    }
}
