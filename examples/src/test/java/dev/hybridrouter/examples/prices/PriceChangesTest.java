package dev.hybridrouter.examples.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceChangesTest {
    private static final String HEADER = "model,scope,tier,above_tokens,kind,usd_per_million,valid_from,read,source\n";

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private int run(String... args) {
        return PriceChanges.run(args, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void run_printsWhatChanged() throws IOException {
        String before = file("old.csv", HEADER + "m,*,default,0,input,3,2026-01-01,2026-01-01,page\n");
        String after = file("new.csv", HEADER + "m,*,default,0,input,2,2026-01-01,2026-01-01,page\n");

        assertThat(run(before, after)).isZero();
        assertThat(printed())
                .isEqualTo("1 changed, 0 added, 0 removed\n~ m * default input: $3.00 -> $2.00 from 2026-01-01");
    }

    @Test
    void run_knowsTheBundledBook() {
        assertThat(run("bundled", "bundled")).isZero();
        assertThat(printed()).isEqualTo("0 changed, 0 added, 0 removed");
    }

    @Test
    void run_whenABookCannotBeRead_saysWhy() throws IOException {
        String bad = file("bad.csv", HEADER + "nonsense\n");

        assertThat(run("bundled", bad)).isEqualTo(2);
        assertThat(run("bundled", folder.resolve("none.csv").toString())).isEqualTo(2);
        assertThat(run("bundled")).isEqualTo(2);
        assertThat(printed()).contains("bad.csv:2 line: 1 fields", "none.csv: no such file", "usage: PriceChanges");
    }
}
