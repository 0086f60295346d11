package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Spliterator;

/**
 * Hash codes of what callers send, several times as fast as those of the JDK for long texts. Equal within this process only.
 *
 * <p>The map of answers compares keys exactly, so a collision costs time, never a mix-up. Keys have no order, so even the
 * JDK's tree bins search keys of one hash one by one. The hashes therefore have to resist callers who choose their
 * texts: each chunk is hashed by NH (Black, Halevi, Krawczyk, Krovetz and Rogaway, UMAC, 1999) under keys that are drawn at
 * random when the process starts and never leave it. Two chunks that differ collide with a probability of about 2⁻³¹,
 * whatever they hold, where {@code String.hashCode} and a CRC collide as often as their author likes.
 */
final class ContentHash {
    private static final int PRIME = 31;
    private static final int CHUNK = 1_024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long[] KEYS =
            new SecureRandom().longs(CHUNK / Long.BYTES + 1).toArray();
    private static final long STEP = KEYS[CHUNK / Long.BYTES] | 1;

    private ContentHash() {}

    static int of(List<Message> messages) {
        int hash = 1;
        for (Message message : messages) {
            hash = PRIME * hash + of(message);
        }
        return hash;
    }

    static int of(Message message) {
        return PRIME * message.role().hashCode() + ofBlocks(message.content());
    }

    static int ofBlocks(List<Content> blocks) {
        int hash = 1;
        for (Content block : blocks) {
            hash = PRIME * hash + of(block);
        }
        return hash;
    }

    private static int of(Content block) {
        if (block instanceof Content.Text text) {
            return of(text.text());
        } else if (block instanceof Content.Image image) {
            return of(image.source());
        } else if (block instanceof Content.Document document) {
            return PRIME * of(document.name()) + of(document.source());
        } else if (block instanceof Content.ToolUse use) {
            return PRIME * use.id().hashCode() + of(use.input().text());
        } else if (block instanceof Content.ToolResult result) {
            return PRIME * result.toolUseId().hashCode() + ofBlocks(result.content());
        } else if (block instanceof Content.Reasoning reasoning) {
            return of(reasoning.text());
        }
        return block.hashCode();
    }

    private static int of(MediaSource source) {
        return source instanceof MediaSource.Inline inline ? of(inline.blob()) : source.hashCode();
    }

    private static int of(Blob blob) {
        ByteBuffer bytes = blob.asByteBuffer();
        byte[] chunk = chunk(blob.size());
        long hash = blob.size();
        while (bytes.hasRemaining()) {
            int size = Math.min(CHUNK, bytes.remaining());
            bytes.get(chunk, 0, size);
            hash = add(hash, chunk, size);
        }
        return fold(hash);
    }

    /** Hashes a text by the bytes that the JDK keeps: one for a character of Latin-1, two where there are others. */
    private static int of(String text) {
        // Only a text in Latin-1 knows its number of code points beforehand. If that changes, wide texts are hashed by
        // their lower bytes: equal texts still have equal hashes, others collide more often.
        boolean latin = text.codePoints().spliterator().hasCharacteristics(Spliterator.SIZED);
        return latin ? ofLatin(text) : ofWide(text);
    }

    @SuppressWarnings("deprecation") // for what it is there for: it copies lower bytes
    private static int ofLatin(String text) {
        byte[] chunk = chunk(text.length());
        long hash = text.length();
        for (int at = 0; at < text.length(); at += CHUNK) {
            int size = Math.min(CHUNK, text.length() - at);
            text.getBytes(at, at + size, chunk, 0);
            hash = add(hash, chunk, size);
        }
        return fold(hash);
    }

    private static int ofWide(String text) {
        byte[] chunk = chunk(Math.min(CHUNK, text.length()) * Character.BYTES);
        CharBuffer view = ByteBuffer.wrap(chunk).order(ByteOrder.nativeOrder()).asCharBuffer();
        char[] characters = new char[view.capacity()];
        long hash = text.length();
        for (int at = 0; at < text.length(); at += characters.length) {
            int size = Math.min(characters.length, text.length() - at);
            text.getChars(at, at + size, characters, 0);
            view.clear().put(characters, 0, size);
            hash = add(hash, chunk, size * Character.BYTES);
        }
        return fold(hash);
    }

    /** A chunk that holds at most so many bytes, in whole words. */
    private static byte[] chunk(int size) {
        return new byte[(Math.min(CHUNK, size) + Long.BYTES - 1) & -Long.BYTES];
    }

    private static long add(long hash, byte[] chunk, int size) {
        int words = (size + Long.BYTES - 1) / Long.BYTES;
        Arrays.fill(chunk, size, words * Long.BYTES, (byte) 0);
        long sum = hash;
        for (int i = 0; i < words; i++) {
            long word = (long) LONGS.get(chunk, i * Long.BYTES) + KEYS[i];
            sum += (word & 0xFFFF_FFFFL) * (word >>> Integer.SIZE);
        }
        return sum * STEP;
    }

    private static int fold(long hash) {
        return (int) (hash >>> Integer.SIZE);
    }
}
