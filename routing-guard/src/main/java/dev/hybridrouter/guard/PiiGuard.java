package dev.hybridrouter.guard;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.List;
import java.util.Optional;

/**
 * A guard against personal data and secrets in requests and answers. It finds what can be told by form, checksum and the
 * words around it, also in common disguises and across adjacent blocks of text; it does not find names, addresses, or what is
 * encoded in a way of its own. Thread-safe; keeps nothing between calls.
 *
 * <pre>{@code
 * PiiGuard guard = PiiGuard.of(PiiPolicy.builder()
 *         .onRequest(PiiClass.PAYMENT_CARD, PiiAction.BLOCK)
 *         .onResponse(PiiClass.EMAIL, PiiAction.REDACT)
 *         .build());
 * }</pre>
 */
public final class PiiGuard implements LocalGuard {
    /** The category of parts that hold no readable text. */
    public static final String UNREADABLE = "UNREADABLE";

    private final String id;
    private final Actions request;
    private final Actions response;
    private final PiiAction opaque;

    private PiiGuard(String id, PiiPolicy policy) {
        this.id = id;
        request = new Actions(policy.request());
        response = new Actions(policy.response());
        opaque = policy.opaque();
    }

    /** Returns a guard of the name {@code pii}. */
    public static PiiGuard of(PiiPolicy policy) {
        return named("pii", policy);
    }

    /** Returns a guard of another name, where a router has several. */
    public static PiiGuard named(String id, PiiPolicy policy) {
        return new PiiGuard(Check.name(id, "guard.id"), Check.notNull(policy, "guard.policy"));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GuardVerdict inspect(GuardInput input) {
        Actions actions = input.direction() == Direction.REQUEST ? request : response;
        FindingTally tally = new FindingTally();
        if (input.opaque() > 0 && opaque != PiiAction.IGNORE) {
            tally.add(UNREADABLE, opaque, GuardPiece.Kind.DOCUMENT, input.opaque());
        }
        Placeholders placeholders = new Placeholders(input.pieces());
        PieceRewriter rewriter = new PieceRewriter(actions, placeholders, tally);
        List<String> texts = rewriter.rewrite(input.pieces());
        boolean changed = false;
        for (int i = 0; i < texts.size(); i++) {
            changed |= !texts.get(i).equals(input.pieces().get(i).text());
        }
        if (tally.isEmpty()) {
            return GuardVerdict.pass();
        }
        Optional<GuardVerdict.Block> block = tally.block();
        if (block.isPresent()) {
            return block.get();
        }
        return changed
                ? new GuardVerdict.Replace(texts, tally.findings(), placeholders.restorer())
                : new GuardVerdict.Tag(tally.findings());
    }

    @Override
    public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
        return kind == GuardPiece.Kind.TOOL_INPUT ? new BlockInspector(response, kind) : new PiiStream(response, kind);
    }

    @Override
    public String toString() {
        return "PiiGuard[" + id + "]";
    }
}
