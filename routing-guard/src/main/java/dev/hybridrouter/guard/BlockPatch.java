package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardPiece;
import java.util.ArrayList;
import java.util.List;

/** Adjacent blocks that are read as one text, and in which parts are replaced from left to right. */
final class BlockPatch {
    private final List<GuardPiece> blocks;
    private final int[] starts; // where each block begins in the text; behind them its length
    private final List<Patch> patches = new ArrayList<>();
    private final String joined;

    BlockPatch(List<GuardPiece> blocks) {
        this.blocks = blocks;
        starts = new int[blocks.size() + 1];
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            String block = blocks.get(i).text();
            patches.add(new Patch(block));
            starts[i + 1] = starts[i] + block.length();
            if (blocks.size() > 1) {
                all.append(block);
            }
        }
        joined = blocks.size() == 1 ? blocks.get(0).text() : all.toString();
    }

    Text text() {
        Text text = Text.whole(joined);
        for (int i = 1; i < blocks.size(); i++) {
            text.seamAt(starts[i]);
        }
        return text;
    }

    String original(int start, int end) {
        return joined.substring(start, end);
    }

    /** Puts something in the place of a part. It stands in the block in which that begins; of others what belongs to it goes. */
    void replace(int start, int end, String replacement) {
        String instead = replacement;
        for (int i = blockAt(start); i < patches.size() && starts[i] < end; i++) {
            int from = Math.max(start, starts[i]) - starts[i];
            int to = Math.min(end, starts[i + 1]) - starts[i];
            if (from < to) {
                patches.get(i).replace(from, to, instead);
                instead = "";
            }
        }
    }

    /** The block that holds the character at a place. */
    private int blockAt(int place) {
        int low = 0;
        int high = patches.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle + 1] <= place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The blocks with what was replaced in them: the same objects where nothing was. */
    List<String> results() {
        return patches.stream().map(Patch::result).toList();
    }
}
