package dev.hybridrouter.bedrock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The service's notation of a prompt cache's time to live: {@code 5m}, {@code 1h}. */
final class CacheTtls {
    private CacheTtls() {}

    static String format(Duration ttl) {
        long minutes = ttl.toMinutes();
        return minutes > 0 && minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    /** Null if the text is in no known notation. */
    static @Nullable Duration parse(@Nullable String text) {
        if (text == null || text.length() < 2) {
            return null;
        }
        try {
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> null;
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
