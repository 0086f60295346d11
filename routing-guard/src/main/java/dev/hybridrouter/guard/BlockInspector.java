package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.List;
import java.util.Optional;

/** Inspects a block of JSON once it is whole: before that it is of no use to anybody, and escapes may be cut. */
final class BlockInspector implements StreamInspector {
    private final GuardPiece.Kind kind;
    private final FindingTally tally = new FindingTally();
    private final PieceRewriter rewriter;
    private final StringBuilder held = new StringBuilder();

    BlockInspector(Actions actions, GuardPiece.Kind kind) {
        this.kind = kind;
        rewriter = new PieceRewriter(actions, new Placeholders(List.of()), tally);
    }

    @Override
    public String push(String text) {
        held.append(text);
        return "";
    }

    @Override
    public String finish() {
        String result =
                rewriter.rewrite(List.of(new GuardPiece(kind, held.toString()))).get(0);
        held.setLength(0);
        return blocked().isPresent() ? "" : result;
    }

    @Override
    public int longestHold() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Optional<GuardVerdict.Block> blocked() {
        return tally.block();
    }

    @Override
    public List<GuardFinding> findings() {
        return tally.findings();
    }
}
