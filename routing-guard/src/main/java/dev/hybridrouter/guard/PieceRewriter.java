package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardPiece;
import java.util.ArrayList;
import java.util.List;
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

    /** Returns the texts that go on, one for each piece. Pieces that continue one another are read as one. */
    List<String> rewrite(List<GuardPiece> pieces) {
        List<String> texts = new ArrayList<>(pieces.size());
        int first = 0;
        while (first < pieces.size()) {
            int end = first + 1;
            boolean json = isJson(pieces.get(first));
            while (end < pieces.size() && !json && pieces.get(end).continues() && !isJson(pieces.get(end))) {
                end++;
            }
            if (json) {
                texts.add(json(pieces.get(first)));
            } else {
                plain(pieces.subList(first, end), texts);
            }
            first = end;
        }
        return texts;
    }

    private static boolean isJson(GuardPiece piece) {
        return switch (piece.kind()) {
            case TOOL_INPUT -> true;
            case TOOL_RESULT, DEFINITION -> JsonText.isLikely(piece.text());
            default -> false;
        };
    }

    private void plain(List<GuardPiece> pieces, List<String> texts) {
        BlockPatch patch = new BlockPatch(pieces);
        Text text = patch.text();
        int from = 0;
        while (scanner.next(text, from) == Scanner.End.MATCH) {
            from = scanner.position();
            int start = text.place(scanner.start());
            int end = text.place(from);
            String replacement = found(pieces.get(0).kind(), patch.original(start, end));
            if (replacement != null) {
                patch.replace(start, end, replacement);
            }
        }
        texts.addAll(patch.results());
    }

    /** A number becomes a string, because a name is none. */
    private String json(GuardPiece piece) {
        JsonText json = new JsonText(piece.text());
        Text text = json.text();
        Patch patch = new Patch(piece.text());
        int from = 0;
        while (scanner.next(text, from) == Scanner.End.MATCH) {
            from = scanner.position();
            int start = text.place(scanner.start());
            int end = text.place(from);
            String replacement = found(piece.kind(), text.source(start, end));
            if (replacement != null && json.isQuoted(start)) {
                patch.replace(json.place(start), json.place(end), replacement);
            } else if (replacement != null) {
                int sign = text.at(scanner.start() - 1) == '-' ? 1 : 0;
                patch.replace(json.place(start - sign), json.place(end), '"' + replacement + '"');
            }
        }
        return patch.result();
    }

    private @Nullable String found(GuardPiece.Kind place, String value) {
        PiiClass type = scanner.type();
        tally.add(type, actions.on(type), place);
        return actions.replacement(type, value, placeholders);
    }
}
