package dev.hybridrouter.spi.event;

import dev.hybridrouter.api.target.Target;

/** Something that happened to one attempt of a request. */
public sealed interface AttemptEvent extends RequestEvent
        permits AttemptStarted, AttemptRefused, FirstContent, UsageRejected, AttemptEnded {
    /** Returns the target it calls, or would have called. */
    Target target();
}
