package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.List;

/** A local guard that takes a word out of requests. */
final class Redactor implements LocalGuard {
    static final String WORD = " canary";

    @Override
    public String id() {
        return "redactor";
    }

    @Override
    public GuardVerdict inspect(GuardInput input) {
        List<String> texts = input.pieces().stream().map(GuardPiece::text).toList();
        List<String> changed =
                texts.stream().map(text -> text.replace(WORD, "")).toList();
        return changed.equals(texts)
                ? GuardVerdict.pass()
                : new GuardVerdict.Replace(
                        changed, List.of(new GuardFinding("WORD", GuardPiece.Kind.USER, 1)), Restorer.NONE);
    }

    @Override
    public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
        return StreamInspector.passing();
    }
}
