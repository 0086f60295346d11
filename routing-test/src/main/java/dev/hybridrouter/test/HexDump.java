package dev.hybridrouter.test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds texts in hexadecimal dumps: digits in a row, as loggers of HTTP/2 frames print them, or in pairs with offsets and a column
 * of characters, as loggers of connections print them.
 */
final class HexDump {
    /** What surrounds the bytes of a line of a dump: {@code |00000010| 70 72 6f |pro|}. */
    private static final Pattern MARGINS = Pattern.compile("(?m)^\\|\\p{XDigit}{8}\\||\\|.{1,16}\\|\\s*$");

    private static final Pattern GAPS = Pattern.compile("(?<=\\p{XDigit})[\\s:\\-]+(?=\\p{XDigit})");

    private HexDump() {}

    /** The bytes of a text as digits. */
    static String of(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text with the digits of its dumps in a row, in lower case. */
    static String digits(String text) {
        String bare = MARGINS.matcher(text).replaceAll(" ");
        return GAPS.matcher(bare).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
