package dev.hybridrouter.test.bedrock;

/** A frame that is bytes already. */
final class RawFrame implements Frame {
    private final byte[] bytes;
    private final int tokens;

    RawFrame(byte[] bytes, int tokens) {
        this.bytes = bytes;
        this.tokens = tokens;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int tokens() {
        return tokens;
    }
}
