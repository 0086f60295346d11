package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.audit.AuditFault.Kind;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that is closed while its disk is full: the log itself tells whoever reads it. */
@Timeout(60)
class FullDiskTest {
    private static final int LOST = 40;

    private final ManualClock clock = ManualClock.create();
    private final Path directory;

    FullDiskTest(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A disk with so much room for each write; a directory can always be read. */
    private static final class SmallDisk implements Store {
        private final Store store;
        private volatile int room = Integer.MAX_VALUE;

        SmallDisk(Store store) {
            this.store = store;
        }

        @Override
        public List<String> files() throws IOException {
            return store.files();
        }

        @Override
        public InputStream read(String file) throws IOException {
            return store.read(file);
        }

        @Override
        public Output create(String file, Beginning beginning) throws IOException {
            Output output = store.create(file, next -> beginning.writeTo(limited(next)));
            return limited(output);
        }

        private Output limited(Output output) {
            return new Output() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    if (bytes.remaining() > room) {
                        throw new IOException("No space left on device");
                    }
                    output.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    output.force();
                }

                @Override
                public void close() {
                    output.close();
                }
            };
        }

        @Override
        public void force(String file) throws IOException {
            store.force(file);
        }

        @Override
        public void delete(String file) throws IOException {
            store.delete(file);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private AuditReport closedWithRoomFor(int bytes) throws IOException {
        SmallDisk disk = new SmallDisk(AuditFiles.locked(directory));
        AuditLog log = AuditLog.builder(
                        AuditFiles.builder(directory).clock(clock).open(disk),
                        Overflow.DROP,
                        Pseudonyms.under(Samples.KEY))
                .retry(Duration.ofNanos(1))
                .closeWithin(Duration.ofMillis(100))
                .clock(clock)
                .build();
        end(log, 1);
        while (log.written() < 1) {
            Thread.onSpinWait();
        }
        disk.room = bytes;
        for (int i = 0; i < LOST; i++) {
            end(log, 2 + i);
        }
        while (log.gate().check(facts(), AuditLogTest.view()).isEmpty()) {
            Thread.onSpinWait();
        }
        log.close();
        assertThat(log.lost()).isEqualTo(LOST);
        return AuditVerifier.of(directory).verify();
    }

    private static RequestFacts facts() {
        return RequestFacts.builder(RequestContext.defaults())
                .input(new InputSize(1, 0, 0))
                .build();
    }

    private static void end(AuditLog log, long number) {
        log.onEvent(RequestEnded.of(
                facts(),
                new RouteResult.Failed(
                        ProviderFailure.of(FailureKind.TIMEOUT, "late"),
                        ModelResponse.builder(List.of(), StopReason.END_TURN).build(),
                        Samples.decision(number))));
    }

    @Test
    void diskWithoutAnyRoom_leavesALogWithoutACleanEnd_andTheVerifierSaysSo() throws IOException {
        AuditReport report = closedWithRoomFor(0);

        assertThat(report.isWhole()).isTrue();
        assertThat(report.isClosed()).isFalse();
        assertThat(report.tally().decisions()).isEqualTo(1);
        assertThat(report.notes()).anyMatch(note -> note.contains("no clean end: what followed record 1 is lost"));
        assertThat(AuditVerifier.of(directory).closed().verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Kind.NOT_CLOSED));
        AuditFiles.builder(directory).clock(clock).open().close();
        assertThat(AuditVerifier.of(directory).closed().verify().notes())
                .anyMatch(note -> note.contains("opened again without a clean end before; what followed record 1"));
    }

    @Test
    void diskWithRoomForALine_saysHowManyAreLost() throws IOException {
        AuditReport report = closedWithRoomFor(1_000);

        assertThat(report.isWhole()).isTrue();
        assertThat(report.isClosed()).isTrue();
        assertThat(report.tally().lost()).isEqualTo(LOST);
    }
}
