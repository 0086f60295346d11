package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.guard.BlockSpanningInspector;
import dev.hybridrouter.spi.guard.Guard;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardRecord;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All local guards, one behind the other, over one block of a streamed answer, or over several that follow one another and are
 * read as one text. For one thread at a time.
 */
public final class BlockGuards {
    private final Guards room;
    private final CallContext call;
    private final List<Stage> stages = new ArrayList<>();
    private @Nullable Rejection denial;

    BlockGuards(Guards room, CallContext call, Kind kind) {
        this.room = room;
        this.call = call;
        for (Guard guard : room.guards()) {
            if (guard instanceof LocalGuard local) {
                open(local, kind);
            }
        }
    }

    private void open(LocalGuard guard, Kind kind) {
        try {
            stages.add(
                    new Stage(guard, Objects.requireNonNull(guard.inspectStream(call.context(), kind), "inspector")));
        } catch (Throwable e) {
            broken(guard, e);
        }
    }

    /** Takes more of the block; returns what may go on now. */
    BlockTexts push(String text) {
        return through(BlockTexts.of(text), false);
    }

    /** Whether the next block can be read as one with this. */
    boolean spansBlocks() {
        return denial == null && stages.stream().allMatch(stage -> stage.inspector instanceof BlockSpanningInspector);
    }

    /** The block is whole, and what is pushed from now on belongs to the next one; returns what may go on now. */
    BlockTexts nextBlock() {
        return through(BlockTexts.ofNextBlock(), false);
    }

    /** All is whole; returns what was held back. */
    BlockTexts finish() {
        BlockTexts rest = through(new BlockTexts(), true);
        for (Stage stage : stages) {
            if (denial == null) {
                conclude(stage);
            }
        }
        return denial == null ? rest : new BlockTexts();
    }

    private void conclude(Stage stage) {
        try {
            List<GuardFinding> found = stage.inspector.findings();
            GuardRecord.Outcome outcome = found.isEmpty()
                    ? GuardRecord.Outcome.PASSED
                    : stage.isChanged() ? GuardRecord.Outcome.REPLACED : GuardRecord.Outcome.TAGGED;
            room.log().worked(stage.guard, call.number());
            tell(stage.guard, outcome, "", found);
        } catch (Throwable e) {
            broken(stage.guard, e);
        }
    }

    private BlockTexts through(BlockTexts texts, boolean last) {
        BlockTexts passing = texts;
        for (int i = 0; i < stages.size() && denial == null; i++) {
            Stage stage = stages.get(i);
            try {
                passing = stage.take(passing, last);
                GuardVerdict.Block block = stage.inspector.blocked().orElse(null);
                if (block != null) {
                    deny(stage.guard, block);
                }
            } catch (Throwable e) {
                broken(stage.guard, e);
            }
        }
        return denial == null ? passing : new BlockTexts();
    }

    private void deny(LocalGuard guard, GuardVerdict.Block block) {
        denial = Rejection.of(
                RejectionReason.GUARD, "guard " + guard.id() + " denies it: " + block.category(), block.remedy());
        tell(guard, GuardRecord.Outcome.BLOCKED, block.category(), block.findings());
    }

    private void tell(LocalGuard guard, GuardRecord.Outcome outcome, String category, List<GuardFinding> findings) {
        room.tell(
                call.context(),
                GuardRecord.builder(guard.id(), Direction.RESPONSE, outcome)
                        .category(category)
                        .findings(findings)
                        .build());
    }

    private void broken(LocalGuard guard, Throwable thrown) {
        room.log().failed(guard, Direction.RESPONSE, call.number(), thrown);
        denial = Rejection.of(RejectionReason.GUARD_FAILED, "guard " + guard.id() + " failed", "see the log for why");
        tell(guard, GuardRecord.Outcome.FAILED, thrown.getClass().getSimpleName(), List.of());
    }

    /** Why nothing more goes on; null if it does. */
    public @Nullable Rejection denial() {
        return denial;
    }

    /** Whether something else went on than what came; true only once the block is whole. */
    public boolean isChanged() {
        return stages.stream().anyMatch(Stage::isChanged);
    }

    /** One guard's part. */
    private static final class Stage {
        private final LocalGuard guard;
        private final StreamInspector inspector;
        private final StringHash came = new StringHash();
        private final StringHash went = new StringHash();

        Stage(LocalGuard guard, StreamInspector inspector) {
            this.guard = guard;
            this.inspector = inspector;
        }

        BlockTexts take(BlockTexts texts, boolean last) {
            BlockTexts released = new BlockTexts();
            boolean next = false;
            for (String text : texts.parts()) {
                if (next) {
                    ((BlockSpanningInspector) inspector).nextBlock();
                }
                next = true;
                came.add(text);
                if (!text.isEmpty()) {
                    add(inspector.push(text), released);
                }
            }
            if (last && inspector.blocked().isEmpty()) {
                add(inspector.finish(), released);
            }
            return released;
        }

        private void add(String text, BlockTexts released) {
            went.add(Objects.requireNonNull(text, "released"));
            released.add(text, inspector instanceof BlockSpanningInspector spanning ? spanning.blockEnds() : List.of());
        }

        boolean isChanged() {
            return !came.isOf(went);
        }
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
