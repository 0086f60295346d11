package dev.hybridrouter.core;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.spi.guard.StreamInspector;
import dev.hybridrouter.spi.guard.TextFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks what holds {@code poison}; in requests takes {@code secret} out for {@code [1]}, which it brings back in answers; in
 * answers replaces {@code rude} with {@code ****}; breaks on {@code crash}. A stream is held until the block is whole.
 */
final class WordGuard implements LocalGuard {
    final List<GuardInput> inspected = new ArrayList<>();

    @Override
    public String id() {
        return "words";
    }

    @Override
    public GuardVerdict inspect(GuardInput input) {
        inspected.add(input);
        List<String> texts = input.pieces().stream().map(GuardPiece::text).toList();
        if (texts.stream().anyMatch(text -> text.contains("crash"))) {
            throw new IllegalStateException("crashed, as it should");
        }
        if (texts.stream().anyMatch(text -> text.contains("poison"))) {
            return new GuardVerdict.Block("POISON", "say something else", List.of());
        }
        String from = input.direction() == Direction.REQUEST ? "secret" : "rude";
        String to = input.direction() == Direction.REQUEST ? "[1]" : "****";
        List<String> changed =
                texts.stream().map(text -> text.replace(from, to)).toList();
        return changed.equals(texts)
                ? GuardVerdict.pass()
                : new GuardVerdict.Replace(
                        changed,
                        List.of(new GuardFinding("WORD", GuardPiece.Kind.USER, 1)),
                        input.direction() == Direction.REQUEST ? kind -> new Back() : Restorer.NONE);
    }

    /** Holds a placeholder back until it is whole. */
    private static final class Back implements TextFilter {
        private String held = "";

        @Override
        public String push(String text) {
            String all = (held + text).replace("[1]", "secret");
            int cut = all.endsWith("[") ? 1 : all.endsWith("[1") ? 2 : 0;
            held = all.substring(all.length() - cut);
            return all.substring(0, all.length() - cut);
        }

        @Override
        public String finish() {
            return held;
        }
    }

    @Override
    public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
        return new Whole();
    }

    private static final class Whole implements StreamInspector {
        private final StringBuilder held = new StringBuilder();
        private boolean poison;
        private boolean rude;

        @Override
        public String push(String text) {
            held.append(text);
            if (held.indexOf("crash") >= 0) {
                throw new IllegalStateException("crashed, as it should");
            }
            poison |= held.indexOf("poison") >= 0;
            return "";
        }

        @Override
        public String finish() {
            rude = held.indexOf("rude") >= 0;
            return held.toString().replace("rude", "****");
        }

        @Override
        public int longestHold() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<GuardVerdict.Block> blocked() {
            return poison ? Optional.of(new GuardVerdict.Block("POISON", "ask again", List.of())) : Optional.empty();
        }

        @Override
        public List<GuardFinding> findings() {
            return rude ? List.of(new GuardFinding("WORD", GuardPiece.Kind.ASSISTANT, 1)) : List.of();
        }
    }
}
