package dev.hybridrouter.test.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A piece of a response body and the tokens it carries; encoded when it is written, not before. */
interface Frame {
    byte[] bytes();

    int tokens();

    static Frame raw(byte[] bytes, int tokens) {
        return new RawFrame(bytes, tokens);
    }

    static Frame raw(String text) {
        return new RawFrame(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** Returns the first half of this frame. */
    default Frame half() {
        byte[] whole = bytes();
        return raw(Arrays.copyOf(whole, whole.length / 2), 0);
    }
}
