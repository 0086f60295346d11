package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.log.Store;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whenever the power fails, also after failed writes and dead processes, what is left is a whole log, up to the last checkpoint
 * at least, and the log can go on behind it.
 */
class PowerLossProperties {
    private final Path directory;

    PowerLossProperties(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void whatIsLeft_isWhole() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            new Run(directory.resolve("log-" + seed), new Random(seed)).go();
        }
    }

    /** One log and its accidents. */
    private static final class Run {
        private final Path log;
        private final Random random;
        private final ManualClock clock = ManualClock.create();
        private final List<Checkpoint> checkpoints = new ArrayList<>();
        private final CachingStore disk;
        private final TroubledStore troubled;
        private int losses;

        Run(Path log, Random random) {
            this.log = log;
            this.random = random;
            disk = new CachingStore(log);
            troubled = new TroubledStore(disk, random);
        }

        void go() throws IOException {
            AuditFiles files = open(troubled);
            long sent = 0;
            for (int turn = 0; turn < 12; turn++) {
                List<AuditRecord> batch = Samples.plain(sent, 1 + random.nextInt(6));
                sent += batch.size();
                troubled.trouble(15);
                while (!writes(files, batch)) {
                    losePower();
                }
                clock.advance(Duration.ofMillis(random.nextInt(2_000)));
                keepsUp(files);
                losePower();
                troubled.trouble(0);
                if (random.nextInt(4) == 0) {
                    disk.takeOver();
                    files = open(troubled);
                    losePower();
                }
            }
            files.close();
        }

        private AuditFiles open(Store store) {
            return AuditFiles.builder(log)
                    .clock(clock)
                    .rotateAt(2_048)
                    .checkpoints(7, Duration.ofMinutes(1), checkpoints::add)
                    .open(store);
        }

        private static boolean writes(AuditFiles files, List<AuditRecord> batch) {
            try {
                files.write(batch);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static void keepsUp(AuditFiles files) {
            try {
                files.upkeep();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("No space left on device|Too many open files");
            }
        }

        private void losePower() throws IOException {
            Path rest = log.resolveSibling(log.getFileName() + "-rest-" + losses++);
            disk.lose(rest, random);
            verify(rest);
            try (AuditFiles files = AuditFiles.builder(rest).clock(clock).open()) {
                files.write(Samples.plain(1_000, 1));
            }
            verify(rest);
        }

        private void verify(Path rest) throws IOException {
            AuditVerifier verifier = AuditVerifier.of(rest);
            checkpoints.forEach(verifier::checkpoint);
            assertThat(verifier.verify().fault()).as("%s", rest.getFileName()).isEmpty();
        }
    }
}
