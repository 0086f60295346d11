package dev.hybridrouter.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that only the sources can tell about. */
class SourceRulesTest {
    private static final List<SourceFile> LIBRARY = SourceFile.parse(Library.sources());

    @Test
    void filesAreSmall(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("Long.java");
        String comments = "\n// A comment.\n/* Another.\n\n */\n".repeat(10);
        Files.writeString(file, comments + "class Long {\n" + "int field; // with a comment\n".repeat(299) + "}\n");

        assertThat(SizeBudgets.excesses(SourceFile.parse(List.of(file)).get(0)))
                .containsExactly("Long.java has 301 lines of code, the limit is 300");
    }

    @Test
    void filesMethodsAndParameterListsAreSmall() {
        assertThat(SizeBudgets.excesses(fixture("Oversized.java")))
                .containsExactly(
                        "Oversized.java:5 tooLong has 41 lines of code, the limit is 40",
                        "Oversized.java:52 tooMany has 7 parameters, the limit is 6",
                        "Oversized.java TooWide has 7 components, the limit is 6");
        assertThat(inLibrary(SizeBudgets::excesses)).isEmpty();
    }

    @Test
    void whatCallersSeeIsExplained() {
        assertThat(MissingComments.in(fixture("Unexplained.java")))
                .containsExactly(
                        "Unexplained.java:4 Unexplained has no comment",
                        "Unexplained.java:6 CONSTANT has no comment",
                        "Unexplained.java:8 method has no comment",
                        "Unexplained.java:10 Inner has no comment",
                        "Unexplained.java:11 implicitlyPublic has no comment");
        assertThat(inLibrary(MissingComments::in)).isEmpty();
    }

    private static SourceFile fixture(String name) {
        return SourceFile.parse(List.of(Library.fixture(name))).get(0);
    }

    private static List<String> inLibrary(Function<SourceFile, List<String>> rule) {
        assertThat(LIBRARY).hasSizeGreaterThan(100);
        return LIBRARY.stream().flatMap(file -> rule.apply(file).stream()).toList();
    }
}
