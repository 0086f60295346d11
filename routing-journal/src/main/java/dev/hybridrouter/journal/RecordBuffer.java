package dev.hybridrouter.journal;

import dev.hybridrouter.journal.JournalState.Kept;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Records on their way into a file. Not thread-safe. */
final class RecordBuffer {
    private static final int USUAL = 1 << 16;

    private ByteBuffer bytes = ByteBuffer.allocate(USUAL);
    private int record;
    private int windows;

    /** Begins a file: drops what is left of the last one. */
    void header() {
        bytes.clear();
        record = 0;
        windows = 0;
        bytes.putLong(JournalFormat.MAGIC).putInt(JournalFormat.VERSION);
        bytes.putInt(JournalFormat.check(bytes, 0, bytes.position()));
    }

    /** Names a window; others mean it by its number from then on. */
    void window(Kept window) {
        String budget = window.id.account().budget();
        String holder = window.id.account().holder();
        int start = begin(
                JournalFormat.WINDOW,
                2 * (Long.BYTES + Integer.BYTES) + Character.BYTES * (budget.length() + holder.length()));
        bytes.putLong(window.id.startMillis()).putLong(window.id.endMillis());
        put(budget);
        put(holder);
        end(start);
        window.number = windows++;
    }

    private void put(String text) {
        bytes.putInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes.putChar(text.charAt(i));
        }
    }

    void settled(Kept window) {
        int start = begin(JournalFormat.SETTLED, Integer.BYTES + Long.BYTES);
        bytes.putInt(window.number).putLong(window.settled);
        end(start);
    }

    void line(byte kind, long line, long amount, Kept... in) {
        int start = begin(kind, 2 * Long.BYTES + in.length * Integer.BYTES);
        bytes.putLong(line).putLong(amount);
        for (Kept window : in) {
            bytes.putInt(window.number);
        }
        end(start);
    }

    void complete(long lastLine) {
        int start = begin(JournalFormat.COMPLETE, Long.BYTES);
        bytes.putLong(lastLine);
        end(start);
    }

    void closed() {
        end(begin(JournalFormat.CLOSED, 0));
    }

    private int begin(byte kind, int length) {
        int needed = JournalFormat.FRAME + 1 + length;
        if (bytes.remaining() < needed) {
            int larger = Math.max(2 * bytes.capacity(), bytes.position() + needed);
            bytes = ByteBuffer.allocate(larger).put(bytes.flip());
        }
        int start = bytes.position();
        bytes.position(start + JournalFormat.FRAME);
        bytes.put(kind);
        return start;
    }

    private void end(int start) {
        int end = bytes.position();
        bytes.putInt(start + Integer.BYTES, end - start - JournalFormat.FRAME);
        bytes.putInt(start + 2 * Integer.BYTES, record++);
        bytes.putInt(start, JournalFormat.check(bytes, start + Integer.BYTES, end));
    }

    int size() {
        return bytes.position();
    }

    void writeTo(Store.Output output) throws IOException {
        bytes.flip();
        output.write(bytes);
        bytes = bytes.capacity() > 16 * USUAL ? ByteBuffer.allocate(USUAL) : bytes.clear();
    }
}
