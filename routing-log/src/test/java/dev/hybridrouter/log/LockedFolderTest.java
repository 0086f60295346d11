package dev.hybridrouter.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.diagnostics.LogEvent;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@Timeout(60)
class LockedFolderTest {
    private static final String LOCK = "log.lock";

    private final Path directory;

    LockedFolderTest(@TempDir Path directory) {
        this.directory = directory.resolve("deep/log");
    }

    private LockedFolder open() throws IOException {
        return LockedFolder.open(directory, LOCK);
    }

    private static void assertLocked(Path directory) {
        assertThatThrownBy(() -> LockedFolder.open(directory, LOCK))
                .isInstanceOf(FolderLockedException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void folderThatIsOpen_isRefused_untilItIsClosed() throws IOException {
        try (LockedFolder folder = open()) {
            assertLocked(directory);
            assertThat(folder).hasToString(directory.toString());
        }
        open().close();
    }

    /** Where locks belong to processes, an opener that is refused must not unlock what it was refused for. */
    @Test
    void folderThatWasRefusedToItsOwnProcess_isRefusedToOthersToo() throws Exception {
        try (LockedFolder folder = open()) {
            assertLocked(directory);
            assertLocked(directory);
            assertThat(openElsewhere()).isEqualTo("locked");
            assertThat(folder.files()).containsExactly(LOCK, LOCK + FolderLock.PROCESS);
        }
        assertThat(openElsewhere()).isEqualTo("opened " + directory);
    }

    @Test
    void folderUnderAnotherName_isTheSame() throws Exception {
        try (LockedFolder folder = open()) {
            assertThat(folder.files()).isNotEmpty();
            Path alias = Files.createSymbolicLink(directory.resolveSibling("alias"), directory);
            assertLocked(alias);
            assertThat(openElsewhere()).isEqualTo("locked");
        }
    }

    /** A process loses its locks of a file with the first descriptor of it that it closes, whoever opened that. */
    @Test
    void folderWhoseFilesItsProcessReads_isRefusedToOthers() throws Exception {
        try (LockedFolder folder = open()) {
            for (String file : folder.files()) {
                assertThat(Files.readAllBytes(directory.resolve(file))).hasSizeLessThan(LockOwner.LONGEST);
                Files.copy(directory.resolve(file), directory.resolveSibling(file));
            }
            assertThat(openElsewhere()).isEqualTo("locked");
        }
        assertThat(openElsewhere()).isEqualTo("opened " + directory);
    }

    @Test
    void lockThatNamesNobodyWhoRuns_isFree() throws Exception {
        LockOwner here = LockOwner.here();
        Files.createDirectories(directory);
        for (String left : List.of(
                "",
                "torn",
                "1 2",
                "x y z",
                Long.MAX_VALUE + " 0 gone",
                ProcessHandle.current().parent().orElseThrow().pid() + " 0 reused",
                here.pid() + " " + here.started() + " mine")) {
            Files.writeString(directory.resolve(LOCK), left);
            open().close();
            assertThat(directory.resolve(LOCK)).isEmptyFile();
        }
    }

    @Test
    void lockThatNamesARunningProcess_isRefused() throws Exception {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Files.createDirectories(directory);
        String owner =
                parent.pid() + " " + parent.info().startInstant().orElseThrow().toEpochMilli() + " other";
        Files.writeString(directory.resolve(LOCK), owner);
        assertThatThrownBy(this::open)
                .isInstanceOf(FolderLockedException.class)
                .hasMessageContaining("process " + parent.pid());
        assertThat(directory.resolve(LOCK)).hasContent(owner);
    }

    @Test
    void lockThatIsRemovedReplacedOrTakenOver_isNoticedByTheNextWrite() throws IOException {
        Path lock = directory.resolve(LOCK);
        assertLost(() -> Files.delete(lock), "removed or replaced");
        assertLost(
                () -> {
                    Files.move(lock, directory.resolve("aside"));
                    Files.createFile(lock);
                },
                "removed or replaced");
        assertLost(() -> Files.writeString(lock, "7 7 other"), "taken over by process 7");
        assertLost(() -> Files.writeString(lock, ""), "taken over by somebody else");
        assertLost(
                () -> {
                    Files.move(directory, directory.resolveSibling("moved"));
                    Files.createDirectory(directory);
                },
                "removed or replaced");
    }

    @Test
    void fileThatIsReplaced_isNoticedByTheNextWrite() throws IOException {
        assertLost(
                () -> {
                    Files.move(directory.resolve("a"), directory.resolve("b"));
                    Files.copy(directory.resolve("b"), directory.resolve("a"));
                },
                "a was replaced");
    }

    private void assertLost(Harm harm, String message) throws IOException {
        try (LockedFolder folder = open();
                Store.Output output = folder.create("a", next -> next.write(bytes("one")))) {
            output.write(bytes("two"));
            harm.happen();
            assertThatThrownBy(() -> output.write(bytes("three")))
                    .isInstanceOf(FolderLostException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(output::force).isInstanceOf(FolderLostException.class);
        }
    }

    /** A loser must not write over what its successor has begun. */
    @Test
    void folderThatIsLost_isLeftAsItIs() throws IOException {
        try (LockedFolder folder = open()) {
            folder.create("a", next -> next.write(bytes("one"))).close();
            Files.writeString(directory.resolve(LOCK), "7 7 other");
            assertThatThrownBy(() -> folder.create("a", next -> next.write(bytes("two"))))
                    .isInstanceOf(FolderLostException.class);
            assertThatThrownBy(() -> folder.delete("a")).isInstanceOf(FolderLostException.class);
        }
        assertThat(directory.resolve("a")).hasContent("one");
        assertThat(directory.resolve(LOCK)).hasContent("7 7 other");
    }

    @Test
    void fileThatIsRemoved_isNoticed_andCanBeWrittenAnew() throws IOException {
        try (LockedFolder folder = open();
                Store.Output output = folder.create("a", next -> next.write(bytes("one")))) {
            Files.delete(directory.resolve("a"));
            assertThatThrownBy(() -> output.write(bytes("two"))).isInstanceOf(NoSuchFileException.class);
            folder.create("a", next -> next.write(bytes("anew"))).close();
            assertThat(directory.resolve("a")).hasContent("anew");
        }
    }

    /** What somebody else does to the files. */
    private interface Harm {
        void happen() throws IOException;
    }

    private String openElsewhere() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Stream.of(LockedFolder.class, LogEvent.class, Logger.class)
                                .map(type -> type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toString())
                                .map(location -> Path.of(URI.create(location)).toString())
                                .collect(Collectors.joining(File.pathSeparator, tests() + File.pathSeparator, "")),
                        Opener.class.getName(),
                        directory.toString(),
                        LOCK)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            return said.lines().collect(Collectors.joining("\n"));
        }
    }

    /** The folder of this class: its code source may be that of the module it is patched into. */
    private static Path tests() {
        Path folder =
                Path.of(URI.create(Objects.requireNonNull(LockedFolderTest.class.getResource("LockedFolderTest.class"))
                        .toString()));
        for (int up = 0; up < LockedFolderTest.class.getName().split("\\.", -1).length; up++) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }

    @Test
    void fileThatIsBegun_isThereWhole_andGrows() throws IOException {
        try (LockedFolder folder = open()) {
            try (Store.Output output = folder.create("a", next -> {
                next.write(bytes("one"));
                assertThat(directory.resolve("a")).doesNotExist();
            })) {
                assertThat(directory.resolve("a")).hasContent("one");
                output.write(bytes(" two"));
                output.force();
            }
            folder.force("a");
            assertThat(folder.read("a")).hasContent("one two");
            assertThat(directory.resolve("a" + LockedFolder.UNFINISHED)).doesNotExist();
            folder.delete("a");
            folder.delete("a");
            assertThatThrownBy(() -> folder.read("a")).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void fileThatCannotBeBegun_leavesTheOldOne() throws IOException {
        try (LockedFolder folder = open()) {
            folder.create("a", next -> next.write(bytes("old"))).close();
            assertThatThrownBy(() -> folder.create("a", next -> {
                        next.write(bytes("new"));
                        throw new IOException("full");
                    }))
                    .hasMessage("full");
            assertThat(directory.resolve("a")).hasContent("old");
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void directoryThatCannotBeMade_isRefused() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createFile(directory);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).isNotInstanceOf(FolderLockedException.class);
    }
}
