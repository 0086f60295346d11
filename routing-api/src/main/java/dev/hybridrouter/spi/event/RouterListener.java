package dev.hybridrouter.spi.event;

/**
 * Receives what a router reports. It is called on the thread that does what is reported: it MUST be quick and MUST NOT block
 * or call the router. One that throws is caught, counted, and logged once; it never disturbs a request.
 *
 * <p>Each request that started ends exactly once, each attempt likewise, attempts within their request; the events of one
 * request have its number. Listeners are called in the order in which they were added. Ignore kinds of events that you do not
 * know: more may be added.
 *
 * <pre>{@code
 * RouterListener slow = event -> {
 *     if (event instanceof RequestEnded ended && ended.result().decision().elapsed().toSeconds() > 10) {
 *         log.info("request {} was slow", ended.number());
 *     }
 * };
 * }</pre>
 */
@FunctionalInterface
public interface RouterListener {
    /** Receives an event. */
    void onEvent(RouterEvent event);
}
