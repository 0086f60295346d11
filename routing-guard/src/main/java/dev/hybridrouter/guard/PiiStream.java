package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.List;
import java.util.Optional;

/**
 * Inspects a stream. The window slides with the text: behind, a few characters that were released and tell borders and
 * context; ahead, only what may be the beginning of something. So plain prose waits for the end of a word, and a number for
 * the end of the number.
 */
final class PiiStream implements StreamInspector {
    private final Actions actions;
    private final GuardPiece.Kind kind;
    private final Scanner scanner;
    private final Placeholders none = new Placeholders(List.of());
    private final Text window = Text.growing();
    private final FindingTally tally = new FindingTally();
    private int released;
    private int scanned;

    PiiStream(Actions actions, GuardPiece.Kind kind) {
        this.actions = actions;
        this.kind = kind;
        scanner = new Scanner(actions.wanted());
    }

    @Override
    public String push(String text) {
        window.append(text);
        return release();
    }

    @Override
    public String finish() {
        window.end();
        return release();
    }

    private String release() {
        StringBuilder out = new StringBuilder();
        while (blocked().isEmpty()) {
            Scanner.End end = scanner.next(window, scanned);
            scanned = scanner.position();
            if (end != Scanner.End.MATCH) {
                out.append(window.substring(released, scanned));
                released = scanned;
                forget();
                return out.toString();
            }
            match(out);
        }
        return "";
    }

    private void match(StringBuilder out) {
        PiiClass type = scanner.type();
        String value = window.substring(scanner.start(), scanned);
        tally.add(type, actions.on(type), kind);
        String replacement = actions.replacement(type, value, none);
        out.append(window.substring(released, scanner.start())).append(replacement == null ? value : replacement);
        released = scanned;
    }

    private void forget() {
        int forgotten = window.forgetBefore(released);
        released -= forgotten;
        scanned -= forgotten;
    }

    @Override
    public int longestHold() {
        return Text.LOOK_AHEAD;
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
