package dev.hybridrouter.api.request;

import dev.hybridrouter.api.target.Handling;
import java.util.List;
import java.util.Optional;

/**
 * Settings that one kind of provider understands and the model-neutral request has no word for. Each adapter has its own
 * immutable type with value equality; an adapter ignores the options of others.
 */
public interface ProviderOptions {
    /**
     * These settings as texts, for the key under which routers share answers. Two values of a type that are not equal MUST
     * have different lists, in every process that shares them; equal values MUST have the same. Empty unless
     * implemented: answers to requests with such options never leave the process.
     */
    default Optional<List<String>> canonicalForm() {
        return Optional.empty();
    }

    /**
     * Returns how data are handled by whoever is sent the request or the answer because of these settings, such as a guardrail
     * of the provider that may be evaluated in other regions. Pure. The router holds it to what the request requires of the
     * target itself: what is unknown is refused where it is required. Default: empty, nobody is sent anything.
     */
    default Optional<Handling> handling() {
        return Optional.empty();
    }
}
