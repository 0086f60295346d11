package dev.hybridrouter.benchmarks.quota;

import java.util.SplittableRandom;

/**
 * A client without a twin that retries as the AWS SDK does in its standard mode: when throttled it waits, up to 1 s, 2 s,
 * 4 s and so on to 20 s by chance, and tries again while it has attempts and its deadline allows. With two buckets, a
 * throttled call goes to the other one at once, and an attempt is one at both.
 */
final class RetryingClient extends Client {
    private static final long BASE = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 5;
    private static final long LONGEST = 20 * BASE;

    private final int attempts;
    private final SplittableRandom random;

    RetryingClient(Setting setting, int attempts, SplittableRandom random) {
        super(setting);
        this.attempts = attempts;
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
        if (tries < attempts * providers.size() && time.now() + pause < request.lastStart()) {
            time.after(pause, () -> begin(request));
        }
    }

    private long pause(int round) {
        long most = Math.min(LONGEST, BASE << Math.min(round - 1, MOST_DOUBLINGS));
        return random.nextLong(most) + 1;
    }
}
