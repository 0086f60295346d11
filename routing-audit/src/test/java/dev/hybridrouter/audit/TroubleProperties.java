package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk that fails at any moment, each record is kept once and in order, and the log can be verified. */
class TroubleProperties {
    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
    private final ManualClock clock = ManualClock.create();
    private final Path directory;

    TroubleProperties(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void everyRecordOnce() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            run(seed);
        }
    }

    private void run(int seed) throws IOException {
        Path log = directory.resolve("log-" + seed);
        Random random = new Random(seed);
        TroubledStore store = new TroubledStore(AuditFiles.locked(log), random);
        List<Checkpoint> checkpoints = new ArrayList<>();
        AuditFiles files = AuditFiles.builder(log)
                .clock(clock)
                .rotateAt(2_048)
                .forceEvery(Duration.ZERO)
                .checkpoints(5, Duration.ofMinutes(1), checkpoints::add)
                .open(store);
        store.trouble(20);
        long sent = 0;
        for (int turn = 0; turn < 30; turn++) {
            int count = 1 + random.nextInt(8);
            List<AuditRecord> batch = Samples.plain(sent, count);
            while (!succeeds(() -> files.write(batch))) {}
            sent += count;
            boolean unused = succeeds(files::upkeep);
        }
        store.trouble(0);
        files.close();

        AuditVerifier verifier = AuditVerifier.of(log);
        checkpoints.forEach(verifier::checkpoint);
        assertThat(verifier.verify().fault()).as("seed %d", seed).isEmpty();
        assertThat(numbers(log))
                .as("seed %d", seed)
                .containsExactlyElementsOf(LongStream.range(0, sent).boxed().toList());
        assertThat(checkpoints).isNotEmpty();
    }

    /** Something that a disk may spoil. */
    private interface Action {
        void run() throws IOException;
    }

    private static boolean succeeds(Action action) {
        try {
            action.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The numbers of the decisions, in order; torn lines are passed over. */
    private static List<Long> numbers(Path log) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (String file : FileName.in(log)) {
            String text = Files.readString(log.resolve(file));
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
                Matcher matcher = NUMBER.matcher(line);
                if (matcher.find()) {
                    numbers.add(Long.valueOf(matcher.group(1)));
                }
            }
        }
        return numbers;
    }
}
