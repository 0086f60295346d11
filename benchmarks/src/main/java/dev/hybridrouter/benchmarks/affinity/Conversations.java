package dev.hybridrouter.benchmarks.affinity;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * Recorded arrivals with the blocks of their prompts, in order.
 *
 * <p>The file tells of each prompt how many blocks it has, its first two, and how many of its first blocks were seen before,
 * but not in which prompt. It is taken for a continuation of the latest prompt with the same first two blocks that is long
 * enough; all that comes after is new. So as many blocks were seen before as recorded, which {@link #seenBlocks()} lets a
 * caller check.
 *
 * @param calls each with its own size
 * @param seenBlocks blocks that were seen before as part of a prefix, as recorded
 */
record Conversations(List<Call> calls, long seenBlocks) {
    /** Tokens of a block. Source: the trace's description. */
    static final int BLOCK_TOKENS = 512;

    private static final String HEADER =
            "offset_ms,in_tok,out_tok,prefix_blocks_seen,blocks,same_prompt_as_row,block0,block1";

    /** Reads a gzip file of {@value #HEADER}. */
    static Conversations read(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            if (!HEADER.equals(reader.readLine())) {
                throw new IOException(file + ": unknown form (expected: first line " + HEADER + ")");
            }
            Reconstruction calls = new Reconstruction();
            reader.lines().forEach(calls::add);
            return new Conversations(List.copyOf(calls.calls), calls.seen);
        }
    }

    /**
     * One request.
     *
     * @param arrival nanoseconds after the start
     * @param input tokens it sends
     * @param output tokens its answer has
     * @param conversation those with the same first two blocks
     * @param blocks numbers of the blocks of its prompt
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(long arrival, int input, int output, int conversation, int[] blocks) {}

    private static final class Reconstruction {
        /** Beyond all numbers of blocks in the file. */
        private int fresh = 10_000_000;

        private final List<Call> calls = new ArrayList<>();
        private final Map<Integer, List<int[]>> byConversation = new HashMap<>();
        private long seen;

        void add(String line) {
            int[] row = Arrays.stream(line.split(",", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            int[] blocks = row[5] >= 0 ? calls.get(row[5]).blocks() : blocks(row);
            byConversation.computeIfAbsent(row[7], key -> new ArrayList<>()).add(blocks);
            calls.add(new Call(TimeUnit.MILLISECONDS.toNanos(row[0]), row[1], row[2], row[7], blocks));
            seen += row[3];
        }

        private int[] blocks(int[] row) {
            int common = row[3];
            int[] blocks = Arrays.copyOf(parent(row[7], common), row[4]);
            for (int i = common; i < blocks.length; i++) {
                blocks[i] = i == 0 ? row[6] : i == 1 ? row[7] : fresh++;
            }
            if (common == 1) {
                blocks[0] = row[6];
            }
            return blocks;
        }

        private int[] parent(int conversation, int common) {
            List<int[]> earlier = byConversation.getOrDefault(conversation, List.of());
            for (int i = earlier.size() - 1; i >= 0; i--) {
                if (earlier.get(i).length >= common) {
                    return earlier.get(i);
                }
            }
            return new int[common];
        }
    }
}
