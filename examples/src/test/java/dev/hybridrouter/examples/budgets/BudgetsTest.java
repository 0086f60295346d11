package dev.hybridrouter.examples.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    /** "100 %" is two words. */
    private static final List<String> COLUMNS =
            List.of("progress", "percent sign", "tenant", "answered", "fallback", "refused", "failed");

    @Test
    void budgets_balance_andTheCappedTenantIsRefused() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        boolean balanced = Budgets.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), 1_200);

        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(balanced).as(text).isTrue();
        assertThat(text)
                .contains("limit[capped] reached 95 %", "plan[careful] reached 80 %", "The books balance.")
                .doesNotContain("limit[ample] reached");
        assertThat(column("capped", "refused", text)).isPositive();
        assertThat(column("ample", "refused", text)).isZero();
        assertThat(column("careful", "refused", text)).isZero();
    }

    /** The figure in the last row of a tenant. */
    private static int column(String tenant, String name, String text) {
        int index = COLUMNS.indexOf(name);
        return text.lines()
                .filter(line -> line.startsWith("   100 %  " + tenant))
                .map(line -> Integer.parseInt(line.trim().split("\\s+", -1)[index]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + tenant + " in\n" + text));
    }
}
