package dev.hybridrouter.api.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;

/**
 * One row of a validation table: a call with one bad value, and the exception that must name the field and the fix.
 *
 * @param name what is bad, shown as the test's name
 * @param call the call
 * @param type the exact type of the exception
 * @param message the whole message
 */
public record BadValue(String name, Supplier<?> call, Class<? extends RuntimeException> type, String message) {

    /** A value that is not allowed. */
    public static BadValue refused(String name, Supplier<?> call, String message) {
        return new BadValue(name, call, IllegalArgumentException.class, message);
    }

    /** A null where a value is needed. */
    public static BadValue absent(String field, Supplier<?> call) {
        return new BadValue(field + " is null", call, NullPointerException.class, field + ": null (expected: a value)");
    }

    /** A name that holds characters a metric tag cannot carry. */
    public static BadValue misnamed(String field, Supplier<?> call) {
        return refused(
                field + " is malformed",
                call,
                field + ": \"no spaces\" (expected: 1 to 256 of A-Z a-z 0-9 . _ : / @ -,"
                        + " starting with a letter or digit)");
    }

    /** A region whose name has another form. */
    public static BadValue misplaced(String field, Supplier<?> call) {
        return refused(
                field + " is no region",
                call,
                field + ": \"no spaces\" (expected: the name of a region in lower case, such as eu-central-1)");
    }

    /** A text without a visible character. */
    public static BadValue blank(String field, Supplier<?> call) {
        return refused(field + " is blank", call, field + ": blank (expected: at least one visible character)");
    }

    /** Fails unless the call throws exactly that exception. */
    public void check() {
        assertThatThrownBy(call::get).isExactlyInstanceOf(type).hasMessage(message);
    }

    /** The malformed name of {@link #misnamed} and {@link #misplaced}. */
    public static String misnomer() {
        return "no spaces";
    }

    /** A null that the null checker does not see. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    public static <T> T none() {
        return null;
    }

    @Override
    public String toString() {
        return name;
    }
}
