package dev.hybridrouter.spi.erasure;

import dev.hybridrouter.api.erasure.ErasedPlace;
import dev.hybridrouter.api.erasure.Subject;
import java.util.concurrent.CompletionStage;

/**
 * A place that keeps something of tenants or users and can erase it. The router's own parts are such places; your application
 * registers others with the router's builder.
 *
 * <p>Implementations MUST be safe for use from any thread and MUST return at once. A stage that fails, an exception and a stage
 * that does not complete in time are on the receipt as unknown.
 */
public interface SubjectStore {
    /** Returns what the place is called on receipts, for example {@code cache}. */
    String place();

    /**
     * Erases what is kept of a subject, and nothing of anybody else's. Erasing twice is harmless. If something stays until a
     * moment, the router calls again then.
     */
    CompletionStage<ErasedPlace> forget(Subject subject);
}
