package dev.hybridrouter.core;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.test.StreamProbe;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The ways to send a request, so that one scenario proves them alike. */
enum Modes {
    ASYNC {
        @Override
        Supplier<Optional<RouteResult>> begin(HybridRouter router, RouteRequest request) {
            var future = router.routeAsync(request);
            return () -> future.isDone() ? Optional.of(future.join()) : Optional.empty();
        }
    },
    STREAM {
        @Override
        Supplier<Optional<RouteResult>> begin(HybridRouter router, RouteRequest request) {
            StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
            router.stream(request).subscribe(probe);
            return () -> {
                probe.assertRulesKept();
                return closed(probe.events());
            };
        }
    };

    /** Sends; the supplier tells the result once there is one. */
    abstract Supplier<Optional<RouteResult>> begin(HybridRouter router, RouteRequest request);

    /** The result a finished stream carries. */
    static Optional<RouteResult> closed(List<StreamEvent> events) {
        return events.stream()
                .filter(StreamEvent.Closed.class::isInstance)
                .map(event -> ((StreamEvent.Closed) event).result())
                .findFirst();
    }
}
