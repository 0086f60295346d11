package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.spi.ProviderException;

/**
 * How large an answer may be. A peer does not decide how much memory is spent on it.
 *
 * @param bytes the most that is kept of one answer
 */
record AnswerLimit(long bytes) {
    /** The limit where the host sets none. */
    static final AnswerLimit DEFAULT = new AnswerLimit(16L * 1024 * 1024);

    /** Returns what to fail with if an answer has this size; it says nothing about the target's health. */
    ProviderException exceededBy(long size) {
        return new ProviderException(
                FailureKind.REFUSED,
                "answer: at least " + size + " bytes (expected: at most " + bytes
                        + "; set with BedrockAdapter.builder().maxAnswerBytes(..))");
    }

    /** What one answer has taken of its limit. Not thread-safe. */
    final class Meter {
        private long taken;

        /** Takes so many bytes more; throws if they are more than is left. */
        void take(long more) {
            taken += more;
            if (taken > bytes) {
                throw exceededBy(taken);
            }
        }
    }
}
