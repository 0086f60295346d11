package dev.hybridrouter.test;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import java.util.List;

/**
 * A provider adapter together with a backend that a test controls, as {@link ProviderCompatibilityKit} needs it. The
 * counters must be right at any moment and readable from any thread.
 */
public interface ProviderUnderTest extends AutoCloseable {
    /** Whether a backend can bring a situation about. */
    enum Support {
        /** It has. */
        ARRANGED,
        /** The situation cannot occur with this kind of backend; the test is reported as skipped. */
        NOT_APPLICABLE
    }

    /** The adapter, always the same. */
    ProviderAdapter adapter();

    /** A target the adapter serves, with all capabilities that the backend plays. */
    Target target();

    /** Lets all calls from now on, in this mode, meet this situation; other modes may meet it too. */
    Support arrange(Situation situation, Mode mode);

    /** Number of calls the backend has received. */
    int backendCalls();

    /** Number of calls the backend received and saw dropped by the adapter before their end. */
    int cancelledCalls();

    /** Number of calls the backend received and that have not ended on its side. */
    int openCalls();

    /** Is called again and again while the kit waits; a backend on a manual clock advances it here. */
    default void letTimePass() {}

    /** What the adapter logged, at every level; by default nothing, which leaves its logs unchecked. */
    default List<String> logLines() {
        return List.of();
    }

    /** Closes the backend; the kit has closed the adapter before. */
    @Override
    void close();
}
