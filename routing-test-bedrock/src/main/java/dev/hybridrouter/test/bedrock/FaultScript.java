package dev.hybridrouter.test.bedrock;

import dev.hybridrouter.test.bedrock.WirePlan.Ending;
import dev.hybridrouter.test.bedrock.WirePlan.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Turns the reply that a fault spoils into what goes over the wire. */
@FunctionalInterface
interface FaultScript {
    /** Stands for the last frame of a stream where a number of deltas is asked for. */
    int LAST = -1;

    WirePlan plan(Operation operation, Reply reply);

    static FaultScript error(int status, String type, Map<String, ?> body) {
        Head head = Head.of(status, "application/json").header("x-amzn-errortype", type);
        return failure(head, Frame.raw(WireJson.bytes(body), 0));
    }

    static FaultScript html(int status, String page) {
        return failure(Head.of(status, "text/html"), Frame.raw(page));
    }

    private static FaultScript failure(Head head, Frame body) {
        return (operation, reply) -> new WirePlan(
                head, List.of(body), Ending.COMPLETE, reply.pacing().firstByteDelay(), Duration.ZERO);
    }

    static FaultScript nothing(Ending ending) {
        return (operation, reply) -> WirePlan.nothing(ending, reply);
    }

    static FaultScript undisturbed() {
        return WirePlan::of;
    }

    static FaultScript reply(UnaryOperator<Reply> change) {
        return (operation, reply) -> WirePlan.of(operation, change.apply(reply));
    }

    /** Answers in full, and then does not end. */
    static FaultScript endless() {
        return undisturbed().then(Ending.SILENCE);
    }

    /** Ends a stream after so many deltas, a document after its first half. */
    static FaultScript broken(int deltas, Ending ending) {
        return split(events -> events.subList(0, indexAfter(deltas, events)), Frame::half)
                .then(ending);
    }

    /** Cuts the frame that follows so many deltas, or the document, in the middle. */
    static FaultScript truncated(int deltas) {
        return split(events -> cutAt(indexAfter(deltas, events), events), Frame::half);
    }

    static FaultScript corrupt(int deltas) {
        return split(events -> replaced(events, deltas, WireEvent::corrupt), Frame::half);
    }

    static FaultScript unparseable(int deltas) {
        return split(events -> replaced(events, deltas, WireEvent::unparseable), Frame::half);
    }

    /** Leaves out an event of the stream, or the members of the document that say the same. */
    static FaultScript without(String eventType, String... members) {
        return (operation, reply) -> {
            if (operation == Operation.CONVERSE_STREAM) {
                return WirePlan.stream(
                        ConverseEvents.of(reply).stream()
                                .filter(event -> !event.is(eventType))
                                .toList(),
                        reply);
            }
            Map<String, Object> body = WirePlan.body(operation, reply);
            body.keySet().removeAll(Arrays.asList(members));
            return WirePlan.json(operation, body, reply);
        };
    }

    static FaultScript unknownEvent(String type, int deltas) {
        return (operation, reply) -> {
            if (operation != Operation.CONVERSE_STREAM) {
                Map<String, Object> body = WirePlan.body(operation, reply);
                body.put(type, Map.of());
                return WirePlan.json(operation, body, reply);
            }
            List<WireEvent> events = ConverseEvents.of(reply);
            events.add(indexAfter(deltas, events), WireEvent.event(type, Map.of("note", "from a later version")));
            return WirePlan.stream(events, reply);
        };
    }

    /** Ends a stream with an exception frame after so many deltas; a document is replaced by the error itself. */
    static FaultScript exception(String type, Map<String, ?> body, int status, int deltas) {
        String shape = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        FaultScript plain = error(status, shape, body);
        return (operation, reply) -> {
            if (operation != Operation.CONVERSE_STREAM) {
                return plain.plan(operation, reply);
            }
            List<WireEvent> events = ConverseEvents.of(reply);
            List<WireEvent> frames = new ArrayList<>(events.subList(0, indexAfter(deltas, events)));
            frames.add(WireEvent.exception(type, body));
            return WirePlan.stream(frames, reply);
        };
    }

    /** Writes the answer in pieces of so many bytes. */
    static FaultScript drip(int bytes, Duration gap) {
        return (operation, reply) -> {
            WirePlan plan = WirePlan.of(operation, reply);
            List<Frame> pieces = new ArrayList<>();
            plan.frames().forEach(frame -> addPieces(frame, bytes, pieces));
            return plan.frames(pieces, gap);
        };
    }

    private static void addPieces(Frame frame, int size, List<Frame> pieces) {
        byte[] whole = frame.bytes();
        int tokens = frame.tokens();
        for (int start = 0; start < whole.length; start += size) {
            pieces.add(Frame.raw(Arrays.copyOfRange(whole, start, Math.min(whole.length, start + size)), tokens));
            tokens = 0;
        }
    }

    private FaultScript then(Ending ending) {
        return (operation, reply) -> plan(operation, reply).ending(ending);
    }

    private static FaultScript split(
            Function<List<WireEvent>, List<? extends Frame>> onStream, UnaryOperator<Frame> onDocument) {
        return (operation, reply) -> {
            if (operation == Operation.CONVERSE_STREAM) {
                return WirePlan.stream(onStream.apply(ConverseEvents.of(reply)), reply);
            }
            return WirePlan.document(
                    onDocument.apply(Frame.raw(WireJson.bytes(WirePlan.body(operation, reply)), 0)), reply);
        };
    }

    private static List<Frame> cutAt(int index, List<WireEvent> events) {
        List<Frame> frames = new ArrayList<>(events.subList(0, index));
        frames.add(events.get(index).half());
        return frames;
    }

    private static List<Frame> replaced(List<WireEvent> events, int deltas, Function<WireEvent, Frame> damage) {
        int index = indexAfter(deltas, events);
        List<Frame> frames = new ArrayList<>(events);
        frames.set(index, damage.apply(events.get(index)));
        return frames;
    }

    /** Returns the index of the frame after so many deltas, at most that of messageStop. */
    private static int indexAfter(int deltas, List<WireEvent> events) {
        if (deltas == LAST) {
            return events.size() - 1;
        }
        int seen = 0;
        int index = 1;
        while (seen < deltas && !events.get(index).is(WireEvent.MESSAGE_STOP)) {
            if (events.get(index).is(WireEvent.BLOCK_DELTA)) {
                seen++;
            }
            index++;
        }
        return index;
    }
}
