package dev.hybridrouter.core.internal.cache.form;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.internal.Check;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link FormWriter} wrote. Whatever the bytes are, it takes no more memory than a small multiple of them;
 * bytes that say nothing throw {@link IllegalArgumentException}, {@link ArithmeticException} or
 * {@link java.nio.BufferUnderflowException}. Not thread-safe.
 */
public final class FormReader {
    private final ByteBuffer bytes;

    /** Creates a reader at the beginning of bytes. */
    public FormReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** Reads one byte. */
    public int tag() {
        return bytes.get();
    }

    /** Reads eight bytes. */
    public long number() {
        return bytes.getLong();
    }

    /** Reads how many values, or bytes, follow; there cannot be more than there are bytes. */
    public int count() {
        int value = bytes.getInt();
        return (int) Check.between(0, bytes.remaining(), value, "form.count");
    }

    /** Reads text. */
    public String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("form.text: malformed (expected: UTF-8)", e);
        }
    }

    /** Reads bytes. */
    public Blob blob() {
        ByteBuffer part = part();
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        return Blob.of(copy);
    }

    /** Reads a length of time. */
    public Duration duration() {
        return Duration.ofSeconds(number(), number());
    }

    /** Reads a value if there is one. */
    public <T> @Nullable T maybe(Function<FormReader, T> how) {
        return switch (tag()) {
            case 0 -> null;
            case 1 -> how.apply(this);
            default -> throw new IllegalArgumentException("form.maybe: unknown (expected: 0 or 1)");
        };
    }

    /** Reads several values. */
    public <T> List<T> each(Function<FormReader, T> how) {
        int count = count();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(how.apply(this));
        }
        return values;
    }

    /** Refuses bytes that are left over. */
    public void end() {
        Check.between(0, 0, bytes.remaining(), "form.rest");
    }

    private ByteBuffer part() {
        int length = count();
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }
}
