package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardPiece;
import org.jspecify.annotations.Nullable;

/** Goes through the pieces of one input, counts what it finds and puts replacements in its place. For one thread. */
final class PieceRewriter {
    private final Actions actions;
    private final Scanner scanner;
    private final Placeholders placeholders;
    private final FindingTally tally;

    PieceRewriter(Actions actions, Placeholders placeholders, FindingTally tally) {
        this.actions = actions;
        this.placeholders = placeholders;
        this.tally = tally;
        scanner = new Scanner(actions.wanted());
    }

    /** Returns the text that goes on: the same object if nothing was replaced. */
    String rewrite(GuardPiece piece) {
        return switch (piece.kind()) {
            case TOOL_INPUT -> json(piece);
            case TOOL_RESULT, DEFINITION -> JsonText.isLikely(piece.text()) ? json(piece) : plain(piece);
            default -> plain(piece);
        };
    }

    private String plain(GuardPiece piece) {
        String original = piece.text();
        Text text = Text.whole(original);
        Patch patch = new Patch(original);
        int from = 0;
        while (scanner.next(text, from) == Scanner.End.MATCH) {
            from = scanner.position();
            String replacement = found(text, piece.kind());
            if (replacement != null) {
                patch.replace(scanner.start(), from, replacement);
            }
        }
        return patch.result();
    }

    /** A number becomes a string, because a name is none. */
    private String json(GuardPiece piece) {
        JsonText json = new JsonText(piece.text());
        Text text = json.text();
        Patch patch = new Patch(piece.text());
        int from = 0;
        while (scanner.next(text, from) == Scanner.End.MATCH) {
            from = scanner.position();
            int start = scanner.start();
            String replacement = found(text, piece.kind());
            if (replacement != null && json.isQuoted(start)) {
                patch.replace(json.place(start), json.place(from), replacement);
            } else if (replacement != null) {
                int sign = text.at(start - 1) == '-' ? 1 : 0;
                patch.replace(json.place(start - sign), json.place(from), '"' + replacement + '"');
            }
        }
        return patch.result();
    }

    private @Nullable String found(Text text, GuardPiece.Kind place) {
        PiiClass type = scanner.type();
        tally.add(type, actions.on(type), place);
        return actions.replacement(type, text.substring(scanner.start(), scanner.position()), placeholders);
    }
}
