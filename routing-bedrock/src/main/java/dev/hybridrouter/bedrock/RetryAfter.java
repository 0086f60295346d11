package dev.hybridrouter.bedrock;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Reads the Retry-After header (RFC 9110, 10.2.3): seconds, or a date. A date is taken relative to the response's own
 * Date header, so that a clock that is wrong on either side does no harm. Where it says nothing, x-amz-retry-after is
 * read, in which AWS services give milliseconds.
 */
final class RetryAfter {
    private RetryAfter() {}

    static Optional<Duration> of(SdkServiceException error) {
        if (!(error instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
            return Optional.empty();
        }
        SdkHttpResponse response = service.awsErrorDetails().sdkHttpResponse();
        return response == null
                ? Optional.empty()
                : response.firstMatchingHeader("Retry-After")
                        .flatMap(value -> parse(value.strip(), response))
                        .or(() -> response.firstMatchingHeader("x-amz-retry-after")
                                .flatMap(value -> milliseconds(value.strip())));
    }

    private static Optional<Duration> milliseconds(String value) {
        try {
            return isNumber(value) ? Optional.of(Duration.ofMillis(Long.parseLong(value))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String value) {
        return value.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    private static Optional<Duration> parse(String value, SdkHttpResponse response) {
        try {
            return isNumber(value)
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                    : response.firstMatchingHeader("Date")
                            .map(date -> Duration.between(httpDate(date), httpDate(value)))
                            .filter(pause -> !pause.isNegative());
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime httpDate(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
