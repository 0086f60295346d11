package dev.hybridrouter.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log's directory, as somebody sees it who can write there. */
final class LogFolder {
    private final Path directory;

    LogFolder(Path directory) {
        this.directory = directory;
    }

    List<String> names() throws IOException {
        return FileName.in(directory);
    }

    Path file(int index) throws IOException {
        return directory.resolve(names().get(index));
    }

    List<String> lines(int file) throws IOException {
        return new ArrayList<>(Files.readAllLines(file(file), StandardCharsets.US_ASCII));
    }

    List<String> allLines() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < names().size(); i++) {
            all.addAll(lines(i));
        }
        return all;
    }

    void write(int file, List<String> lines) throws IOException {
        Files.writeString(file(file), String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
    }
}
