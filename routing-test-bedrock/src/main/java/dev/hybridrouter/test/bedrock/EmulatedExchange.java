package dev.hybridrouter.test.bedrock;

import java.util.concurrent.atomic.LongAdder;

/** One request on its way: counts what is served to it. Confined to the event loop of its channel. */
final class EmulatedExchange {
    private final Journal journal;
    private final Served served;
    private final int inputTokens;
    private boolean begun;
    private boolean ended;

    EmulatedExchange(Journal journal, Served served, int inputTokens) {
        this.journal = journal;
        this.served = served;
        this.inputTokens = inputTokens;
    }

    /** What was served of one model. Safe for use from any thread. */
    record Served(LongAdder input, LongAdder output) {
        static Served nothing() {
            return new Served(new LongAdder(), new LongAdder());
        }

        ServedTokens sum() {
            return new ServedTokens(input.sum(), output.sum());
        }
    }

    void served(int outputTokens) {
        if (outputTokens > 0 && !begun) {
            begun = true;
            served.input.add(inputTokens);
        }
        served.output.add(outputTokens);
    }

    void ended(boolean byClient) {
        if (!ended) {
            ended = true;
            journal.ended(byClient);
        }
    }
}
