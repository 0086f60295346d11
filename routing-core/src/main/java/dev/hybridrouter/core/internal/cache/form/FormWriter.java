package dev.hybridrouter.core.internal.cache.form;

import dev.hybridrouter.api.content.Blob;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one after the other, each with its length before it, so that no two sequences of values give the same
 * bytes. Numbers are big-endian, text is UTF-8. Not thread-safe.
 */
public final class FormWriter {
    private static final int FIRST_CAPACITY = 1 << 10;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private boolean exact = true;

    /** Writes one byte, which tells what follows. */
    public FormWriter tag(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Writes eight bytes. */
    public FormWriter number(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += Long.BYTES;
        return this;
    }

    /** Writes how many values follow. */
    public FormWriter count(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += Integer.BYTES;
        return this;
    }

    /** Writes text. Half a surrogate pair has no UTF-8 form: {@link #isExact} tells that there was one. */
    public FormWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        exact &= new String(encoded, StandardCharsets.UTF_8).equals(value);
        return raw(encoded);
    }

    /** Writes bytes. */
    public FormWriter blob(Blob value) {
        count(value.size());
        room(value.size());
        value.asByteBuffer().get(bytes, size, value.size());
        size += value.size();
        return this;
    }

    /** Writes a length of time. */
    public FormWriter duration(Duration value) {
        return number(value.getSeconds()).number(value.getNano());
    }

    /** Writes whether there is a value, and the value if so. */
    public <T> FormWriter maybe(@Nullable T value, BiConsumer<FormWriter, T> how) {
        tag(value == null ? 0 : 1);
        if (value != null) {
            how.accept(this, value);
        }
        return this;
    }

    /** Writes how many values there are, and each of them. */
    public <T> FormWriter each(Collection<? extends T> values, BiConsumer<FormWriter, T> how) {
        count(values.size());
        values.forEach(value -> how.accept(this, value));
        return this;
    }

    private FormWriter raw(byte[] value) {
        count(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    private void room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
        }
    }

    /** Whether the bytes say all that was written. */
    public boolean isExact() {
        return exact;
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
