package dev.hybridrouter.benchmarks.quota;

import java.util.SplittableRandom;

/**
 * A good client without a twin: a throttled call goes to the next bucket at once, and when all have refused it waits, up
 * to 1 s, 2 s, 4 s and so on to 20 s by chance, as long as its deadline allows.
 */
final class RetryingClient extends Client {
    private static final long BASE = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 5;
    private static final long LONGEST = 20 * BASE;

    private final SplittableRandom random;

    RetryingClient(Setting setting, SplittableRandom random) {
        super(setting);
        this.random = random;
    }

    @Override
    void begin(Request request) {
        int place = request.tries() % providers.size();
        request.send(providers.get(place), request.choose(), () -> refused(request), output -> {});
    }

    private void refused(Request request) {
        int tries = request.tries();
        long pause = tries % providers.size() == 0 ? pause(tries / providers.size()) : 0;
        if (time.now() + pause < request.lastStart()) {
            time.after(pause, () -> begin(request));
        }
    }

    private long pause(int round) {
        long most = Math.min(LONGEST, BASE << Math.min(round - 1, MOST_DOUBLINGS));
        return random.nextLong(most) + 1;
    }
}
