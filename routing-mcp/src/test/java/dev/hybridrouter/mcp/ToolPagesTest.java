package dev.hybridrouter.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How far a list of tools is read. */
class ToolPagesTest {
    private final List<String> asked = new ArrayList<>();

    private OfferedTools read(IntFunction<McpSchema.ListToolsResult> pages, String... wanted) {
        return ToolPages.read(
                        cursor -> {
                            asked.add(String.valueOf(cursor));
                            return Mono.just(pages.apply(asked.size()));
                        },
                        Set.of(wanted))
                .join();
    }

    private static McpSchema.ListToolsResult page(String next, String... names) {
        List<McpSchema.Tool> tools = IntStream.range(0, names.length)
                .mapToObj(i -> McpJson.MAPPER.convertValue(
                        Map.of("name", names[i], "inputSchema", Map.of("type", "object")), McpSchema.Tool.class))
                .toList();
        return McpJson.MAPPER.convertValue(Map.of("tools", tools, "nextCursor", next), McpSchema.ListToolsResult.class);
    }

    @Test
    void pagesAreRead_untilWhatIsWantedWasFound() {
        OfferedTools offered = read(number -> page("page-" + number, "tool-" + number), "tool-3");
        assertThat(offered.schema("tool-3")).isNotNull();
        assertThat(offered.schema("tool-1")).isNull();
        assertThat(asked).containsExactly("null", "page-1", "page-2");
    }

    @Test
    void aListThatEnds_isReadToItsEnd() {
        OfferedTools offered = read(number -> page(number == 1 ? "2" : "", "tool-" + number), "gone");
        assertThat(offered.described()).isEqualTo("[tool-1, tool-2]");
    }

    @Test
    void aCursorThatIsRepeated_endsTheList() {
        OfferedTools offered = read(number -> page("again", "a"), "gone");
        assertThat(offered.described()).contains("repeats a cursor");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aListWithoutEnd_endsAtALimitThatIsNamed() {
        OfferedTools offered = read(number -> page("page-" + number, "tool-" + number), "gone");
        assertThat(offered.described())
                .startsWith("[tool-1, ")
                .contains("and 80 more; its list of tools does not end within 100 pages");
        assertThat(asked).hasSize(Limits.PAGES);
    }

    @Test
    void moreToolsThanMatter_areNotKept() {
        String[] many = IntStream.range(0, 6_000).mapToObj(i -> "t" + i).toArray(String[]::new);
        OfferedTools offered = read(number -> page("page-" + number, many), "gone");
        assertThat(offered.described()).contains("10000 tools").hasSizeLessThan(500);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aCursorThatIsALoad_isNotCarried() {
        assertThat(read(number -> page("x".repeat(100_000), "a"), "gone").described())
                .contains("cursor of 100000 characters");
    }
}
