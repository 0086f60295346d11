package dev.hybridrouter.benchmarks;

import dev.hybridrouter.audit.AuditFiles;
import dev.hybridrouter.audit.AuditKey;
import dev.hybridrouter.audit.AuditLog;
import dev.hybridrouter.audit.AuditVerifier;
import dev.hybridrouter.audit.Overflow;
import dev.hybridrouter.audit.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An audit log with every default, in a directory that is removed at the end. */
final class ScratchLog implements AutoCloseable {
    private static final AuditKey KEY = AuditKey.of("benchmark", new byte[32]);

    private final Path directory;
    private final AuditLog log;
    private final boolean keyed;

    private ScratchLog(Path directory, AuditLog log, boolean keyed) {
        this.directory = directory;
        this.log = log;
        this.keyed = keyed;
    }

    static ScratchLog begin(boolean keyed, Overflow overflow) throws IOException {
        Path directory = Files.createTempDirectory("audit-benchmark");
        AuditFiles.Builder files = AuditFiles.builder(directory);
        AuditFiles sink = (keyed ? files.chainKey(KEY) : files).open();
        AuditLog log = AuditLog.builder(sink, overflow, Pseudonyms.under(KEY))
                .blockFor(Duration.ofMinutes(1))
                .build();
        return new ScratchLog(directory, log, keyed);
    }

    AuditLog log() {
        return log;
    }

    /** Closes the log, and checks that what it kept is whole. */
    long verified() throws IOException {
        log.close();
        AuditVerifier verifier = AuditVerifier.of(directory);
        var report = (keyed ? verifier.key(KEY) : verifier).verify();
        report.fault().ifPresent(fault -> {
            throw new IllegalStateException(fault.toString());
        });
        return report.tally().decisions();
    }

    /** Closes the log and removes its files. */
    @Override
    public void close() throws IOException {
        log.close();
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
