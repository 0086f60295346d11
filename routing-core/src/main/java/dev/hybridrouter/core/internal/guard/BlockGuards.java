package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All local guards, one behind the other, over one block of a streamed answer. For one thread at a time. */
public final class BlockGuards {
    private static final Logger LOG = LoggerFactory.getLogger(BlockGuards.class);

    private final GuardRoom room;
    private final RequestContext context;
    private final List<LocalGuard> guards = new ArrayList<>();
    private final List<StreamInspector> inspectors = new ArrayList<>();
    private final StringHash came = new StringHash();
    private final StringHash went = new StringHash();
    private @Nullable Rejection denial;

    BlockGuards(GuardRoom room, RequestContext context, Kind kind) {
        this.room = room;
        this.context = context;
        room.guards().stream()
                .filter(LocalGuard.class::isInstance)
                .map(LocalGuard.class::cast)
                .forEach(guards::add);
        for (LocalGuard guard : guards) {
            try {
                inspectors.add(guard.inspectStream(context, kind));
            } catch (Throwable e) {
                broken(guard, e);
                inspectors.add(StreamInspector.passing());
            }
        }
    }

    /** Takes more of the block; returns what may go on now. */
    public String push(String text) {
        came.add(text);
        return through(0, text, false);
    }

    /** The block is whole; returns what was held back. */
    public String finish() {
        String rest = through(0, "", true);
        if (denial == null) {
            for (int i = 0; i < guards.size(); i++) {
                var found = inspectors.get(i).findings();
                GuardRecord.Outcome outcome = found.isEmpty()
                        ? GuardRecord.Outcome.PASSED
                        : isChanged() ? GuardRecord.Outcome.REPLACED : GuardRecord.Outcome.TAGGED;
                tell(guards.get(i), outcome, "", found);
            }
        }
        return rest;
    }

    private String through(int first, String text, boolean last) {
        String passing = text;
        for (int i = first; i < inspectors.size() && denial == null; i++) {
            try {
                StreamInspector inspector = inspectors.get(i);
                String released = passing.isEmpty() ? "" : inspector.push(passing);
                passing = last && inspector.blocked().isEmpty() ? released + inspector.finish() : released;
                GuardVerdict.Block block = inspector.blocked().orElse(null);
                if (block != null) {
                    deny(guards.get(i), block);
                }
            } catch (Throwable e) {
                broken(guards.get(i), e);
            }
        }
        if (denial != null) {
            return "";
        }
        went.add(passing);
        return passing;
    }

    private void deny(LocalGuard guard, GuardVerdict.Block block) {
        denial = new Rejection(
                RejectionReason.GUARD, "guard " + guard.id() + " denies it: " + block.category(), block.remedy());
        tell(guard, GuardRecord.Outcome.BLOCKED, block.category(), block.findings());
    }

    private void tell(LocalGuard guard, GuardRecord.Outcome outcome, String category, List<GuardFinding> findings) {
        room.tell(context, new GuardRecord(guard.id(), Direction.RESPONSE, outcome, category, findings, Money.ZERO));
    }

    private void broken(LocalGuard guard, Throwable thrown) {
        LOG.atWarn()
                .setCause(SafeTrace.of(thrown))
                .addKeyValue("guard", guard.id())
                .log("A guard failed; it denies");
        denial = new Rejection(RejectionReason.GUARD_FAILED, "guard " + guard.id() + " failed", "see the log for why");
        tell(guard, GuardRecord.Outcome.FAILED, thrown.getClass().getSimpleName(), List.of());
    }

    /** Why nothing more goes on; null if it does. */
    public @Nullable Rejection denial() {
        return denial;
    }

    /** Whether something else went on than what came; true only once the block is whole. */
    public boolean isChanged() {
        return !came.isOf(went);
    }

    /** Length and hash of a text that comes in pieces. */
    private static final class StringHash {
        private long length;
        private long hash;

        void add(String text) {
            length += text.length();
            for (int i = 0; i < text.length(); i++) {
                hash = 31 * hash + text.charAt(i);
            }
        }

        boolean isOf(StringHash other) {
            return length == other.length && hash == other.hash;
        }
    }
}
