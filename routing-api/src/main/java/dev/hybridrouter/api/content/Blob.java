package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes: copied in, readable without a copy. Its {@code toString} tells the size only. */
public final class Blob {
    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a blob of a copy of {@code bytes}; refuses an empty array. */
    public static Blob of(byte[] bytes) {
        if (Check.notNull(bytes, "bytes").length == 0) {
            throw Check.invalid("bytes", "empty", "at least one byte");
        }
        return new Blob(bytes.clone());
    }

    /** Number of bytes. */
    public int size() {
        return bytes.length;
    }

    /** A read-only view of the bytes; each call returns its own position and limit. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Blob[" + bytes.length + " bytes]";
    }
}
