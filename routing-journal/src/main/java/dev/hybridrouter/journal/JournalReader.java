package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.core.ledger.WindowId;
import dev.hybridrouter.journal.JournalState.Kept;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a journal. A record that was torn at the end of the file is left out; where whole records follow a damaged one,
 * nothing is read at all, because spend may be missing.
 */
final class JournalReader {
    private final String journal;
    private final ByteBuffer bytes;
    private final JournalState state = new JournalState();
    private final List<Kept> numbered = new ArrayList<>();
    private int record;
    private boolean complete;
    private boolean closed;

    private JournalReader(String journal, byte[] bytes) {
        this.journal = journal;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /**
     * What was read.
     *
     * @param torn how many bytes at the end are no whole record
     */
    record Result(JournalState state, int torn) {}

    /**
     * Reads a journal.
     *
     * @param journal its name in messages
     * @throws LedgerJournalException if it is no journal, a newer one, or damaged
     */
    static Result read(String journal, byte[] bytes) {
        return new JournalReader(journal, bytes).read();
    }

    private Result read() {
        header();
        while (isWhole(bytes.position()) && number(bytes.position()) == record && !closed) {
            int start = bytes.position();
            int end = start + JournalFormat.FRAME + length(start);
            take(start, bytes.slice(start + JournalFormat.FRAME, end - start - JournalFormat.FRAME));
            bytes.position(end);
            record++;
        }
        int torn = bytes.remaining();
        int following = wholeRecordsAfter();
        boolean fromCrash = complete && !closed && following == 0;
        if (!complete || (torn > 0 && !fromCrash)) {
            throw damaged(bytes.position(), following + " whole records follow the damage");
        }
        return new Result(state, torn);
    }

    private void header() {
        if (bytes.remaining() < JournalFormat.HEADER || bytes.getLong() != JournalFormat.MAGIC) {
            throw damaged(0, "it does not begin as a journal does");
        }
        int version = bytes.getInt();
        if (bytes.getInt() != JournalFormat.check(bytes, 0, JournalFormat.HEADER - Integer.BYTES)) {
            throw damaged(0, "its header is not what was written");
        }
        if (version != JournalFormat.VERSION) {
            throw new LedgerJournalException(
                    Reason.NEWER_VERSION,
                    "ledger.directory: " + journal + " is of version " + version + " (expected: version "
                            + JournalFormat.VERSION + "; use the version of the library that wrote it)",
                    null);
        }
    }

    private int length(int at) {
        return bytes.getInt(at + Integer.BYTES);
    }

    private int number(int at) {
        return bytes.getInt(at + 2 * Integer.BYTES);
    }

    private boolean isWhole(int at) {
        if (bytes.limit() - at <= JournalFormat.FRAME) {
            return false;
        }
        int length = length(at);
        int most = Math.min(JournalFormat.LONGEST_BODY, bytes.limit() - at - JournalFormat.FRAME);
        return length > 0
                && length <= most
                && bytes.getInt(at)
                        == JournalFormat.check(bytes, at + Integer.BYTES, at + JournalFormat.FRAME + length);
    }

    /** Records that can be told behind the place where reading ended, which may be damage or a crash. */
    private int wholeRecordsAfter() {
        int found = 0;
        int at = bytes.position();
        while (at < bytes.limit()) {
            if (isWhole(at)) {
                found++;
                at += JournalFormat.FRAME + length(at);
            } else {
                at++;
            }
        }
        return found;
    }

    private void take(int start, ByteBuffer body) {
        try {
            byte kind = body.get();
            switch (kind) {
                case JournalFormat.WINDOW -> window(body);
                case JournalFormat.SETTLED -> state.ended(window(body.getInt()), 0, body.getLong());
                case JournalFormat.RESERVED, JournalFormat.ENDED -> line(kind, body);
                case JournalFormat.COMPLETE -> {
                    state.lastLine(body.getLong());
                    complete = true;
                }
                case JournalFormat.CLOSED -> closed = true;
                default -> throw new IllegalArgumentException("kind " + kind);
            }
        } catch (RuntimeException e) { // the check is right, so this was written so
            throw damaged(
                    start,
                    "record " + record + " means nothing (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void window(ByteBuffer body) {
        long start = body.getLong();
        long end = body.getLong();
        AccountId account = new AccountId(text(body), text(body));
        numbered.add(state.window(new WindowId(account, start, end)));
    }

    private static String text(ByteBuffer body) {
        char[] text = new char[body.getInt()];
        for (int i = 0; i < text.length; i++) {
            text[i] = body.getChar();
        }
        return new String(text);
    }

    private Kept window(int number) {
        return numbered.get(number);
    }

    private void line(byte kind, ByteBuffer body) {
        long line = body.getLong();
        long amount = body.getLong();
        while (body.hasRemaining()) {
            Kept window = window(body.getInt());
            if (kind == JournalFormat.RESERVED) {
                state.reserved(window, line, amount);
            } else {
                state.ended(window, line, amount);
            }
        }
    }

    private LedgerJournalException damaged(int at, String what) {
        return new LedgerJournalException(
                Reason.DAMAGED,
                "ledger.directory: " + journal + " is damaged at byte " + at + " of " + bytes.limit() + ": " + what
                        + " (expected: the file as it was written; restore a copy, or see docs/ledger-journal.md for"
                        + " what else can be done)",
                null);
    }
}
