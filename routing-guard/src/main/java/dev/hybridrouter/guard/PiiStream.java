package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.BlockSpanningInspector;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Inspects a stream. The window slides with the text: behind, a few characters that were released and tell borders and
 * context; ahead, only what may be the beginning of something. So plain prose waits for the end of a word, and a number for
 * the end of the number.
 */
final class PiiStream implements BlockSpanningInspector {
    private final Actions actions;
    private final GuardPiece.Kind kind;
    private final Scanner scanner;
    private final Placeholders none = new Placeholders(List.of());
    private final Text window;
    private final FindingTally tally = new FindingTally();
    private final Deque<Integer> ahead = new ArrayDeque<>(); // where blocks end in the source of what was not released
    private final List<Integer> ends = new ArrayList<>();
    private int released; // of the source
    private int scanned;

    PiiStream(Actions actions, GuardPiece.Kind kind) {
        this(actions, kind, Text.growing());
    }

    PiiStream(Actions actions, GuardPiece.Kind kind, Text window) {
        this.actions = actions;
        this.kind = kind;
        this.window = window;
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

    @Override
    public void nextBlock() {
        window.seam();
        ahead.add(window.sourceLength());
    }

    @Override
    public List<Integer> blockEnds() {
        return List.copyOf(ends);
    }

    private String release() {
        ends.clear();
        StringBuilder out = new StringBuilder();
        while (blocked().isEmpty()) {
            Scanner.End end = scanner.next(window, scanned);
            scanned = scanner.position();
            if (end == Scanner.End.MATCH) {
                match(out);
                continue;
            }
            release(
                    end == Scanner.End.NOTHING && window.hasEnded() ? window.sourceLength() : window.place(scanned),
                    out);
            forget();
            return out.toString();
        }
        ends.clear();
        return "";
    }

    private void match(StringBuilder out) {
        PiiClass type = scanner.type();
        int start = window.place(scanner.start());
        int end = window.place(scanned);
        tally.add(type, actions.on(type), kind);
        String replacement = actions.replacement(type, window.source(start, end), none);
        release(start, out);
        if (replacement == null) {
            release(end, out);
        } else {
            out.append(replacement);
            released = end;
            passEnds(end, out);
        }
    }

    /** Releases the source up to a place, and says where in that blocks end. */
    private void release(int to, StringBuilder out) {
        while (!ahead.isEmpty() && ahead.element() <= to) {
            int end = ahead.remove();
            out.append(window.source(released, end));
            released = end;
            ends.add(out.length());
        }
        out.append(window.source(released, to));
        released = to;
    }

    /** What stands in the place of text of several blocks belongs to the first of them. */
    private void passEnds(int to, StringBuilder out) {
        while (!ahead.isEmpty() && ahead.element() <= to) {
            ahead.remove();
            ends.add(out.length());
        }
    }

    private void forget() {
        int forgotten = Text.forgettable(scanned);
        if (forgotten > 0) {
            int shift = window.forget(forgotten);
            scanned -= forgotten;
            released -= shift;
            for (int i = ahead.size(); i > 0; i--) {
                ahead.add(ahead.remove() - shift);
            }
        }
    }

    @Override
    public int longestHold() {
        return Text.LONGEST_HOLD;
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
