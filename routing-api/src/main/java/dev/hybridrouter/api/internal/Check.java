package dev.hybridrouter.api.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Argument checks whose messages have one form: {@code field: value (expected: what is allowed)}. */
public final class Check {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,255}");
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9._:/@-]{1,256}");
    private static final Pattern REGION =
            Pattern.compile("[a-z]{3,20}[0-9]{0,3}|[a-z]{2,20}(-[a-z]{1,20}){0,4}-?[0-9]{1,3}");
    private static final Duration LONGEST = Duration.ofDays(106_751);

    private Check() {}

    /** Returns {@code value} if it is not null; the message names the field. */
    public static <T> T notNull(T value, String field) {
        if (value == null) {
            throw new NullPointerException(field + ": null (expected: a value)");
        }
        return value;
    }

    /** Returns {@code value} if it holds at least one character that is not white space. */
    public static String notBlank(String value, String field) {
        if (notNull(value, field).isBlank()) {
            throw invalid(field, "blank", "at least one visible character");
        }
        return value;
    }

    /** Returns {@code value} if it can serve as an identifier and a metric tag. */
    public static String name(String value, String field) {
        if (!NAME.matcher(notNull(value, field)).matches()) {
            throw invalid(
                    field, '"' + value + '"', "1 to 256 of A-Z a-z 0-9 . _ : / @ -, starting with a letter or digit");
        }
        return value;
    }

    /** Returns {@code value} if a tool can have that name: as {@link #name}, but with any of its characters in front. */
    public static String toolName(String value, String field) {
        if (!TOOL.matcher(notNull(value, field)).matches()) {
            throw invalid(field, '"' + value + '"', "1 to 256 of A-Z a-z 0-9 . _ : / @ -");
        }
        return value;
    }

    /**
     * Returns {@code value} if it has the form of a region's name: lower case, and with a number at its end where it has
     * hyphens. Geographies such as {@code EU} or {@code eu-central} are none.
     */
    public static String region(String value, String field) {
        if (!REGION.matcher(notNull(value, field)).matches()) {
            throw invalid(field, '"' + value + '"', "the name of a region in lower case, such as eu-central-1");
        }
        return value;
    }

    /** Returns {@code value} if it is not below {@code least}. */
    public static int atLeast(int least, int value, String field) {
        return Math.toIntExact(atLeast((long) least, value, field));
    }

    /** Returns {@code value} if it is not below {@code least}. */
    public static long atLeast(long least, long value, String field) {
        if (value < least) {
            throw invalid(field, value, ">= " + least);
        }
        return value;
    }

    /** Returns {@code value} if it lies between the bounds, both included; refuses NaN. */
    public static double between(double least, double most, double value, String field) {
        if (!(value >= least && value <= most)) {
            throw invalid(field, value, least + " to " + most);
        }
        return value;
    }

    /** Returns {@code value} if it is longer than zero and can be counted in nanoseconds. */
    public static Duration positive(Duration value, String field) {
        if (notNull(value, field).isZero() || value.isNegative()) {
            throw invalid(field, value, "longer than zero");
        }
        if (value.compareTo(LONGEST) > 0) {
            throw invalid(field, value, "at most 106751 days");
        }
        return value;
    }

    /** Returns {@code value} if it is a day or longer and can be counted in nanoseconds. */
    public static Duration atLeastADay(Duration value, String field) {
        if (positive(value, field).toDays() < 1) {
            throw invalid(field, value, "a day or longer");
        }
        return value;
    }

    /** Returns {@code value} if it is zero or longer. */
    public static Duration notNegative(Duration value, String field) {
        if (notNull(value, field).isNegative()) {
            throw invalid(field, value, "zero or longer");
        }
        return value;
    }

    /** Returns an unmodifiable copy; refuses an empty list. */
    public static <T> List<T> notEmpty(List<T> values, String field) {
        List<T> copy = copy(values, field);
        if (copy.isEmpty()) {
            throw invalid(field, "empty", "at least one element");
        }
        return copy;
    }

    /** Returns an unmodifiable copy; refuses null elements. */
    public static <T> List<T> copy(List<T> values, String field) {
        for (int i = 0; i < notNull(values, field).size(); i++) {
            element(values.get(i), field);
        }
        return List.copyOf(values);
    }

    /** Returns an unmodifiable copy; refuses null elements. */
    public static <T> Set<T> copy(Set<T> values, String field) {
        notNull(values, field);
        try {
            return Set.copyOf(
                    values); // no loop of our own: it would make an iterator for sets that are returned as they are
        } catch (NullPointerException e) {
            throw new NullPointerException(field + "[]: null (expected: a value)");
        }
    }

    /** Checks an element; puts its name together only where it is needed. */
    private static void element(Object value, String field) {
        if (value == null) {
            notNull(value, field + "[]");
        }
    }

    /** Returns an unmodifiable copy; refuses null keys and values. */
    public static <K, V> Map<K, V> copy(Map<K, V> values, String field) {
        notNull(values, field).forEach((key, value) -> {
            notNull(key, field + " key");
            if (value == null) {
                notNull(value, field + "[" + key + "]");
            }
        });
        return Map.copyOf(values);
    }

    /** The exception for a value that is not allowed. */
    public static IllegalArgumentException invalid(String field, Object value, String expected) {
        return new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }
}
