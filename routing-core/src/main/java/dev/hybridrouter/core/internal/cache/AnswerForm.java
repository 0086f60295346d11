package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.cache.form.FormReader;
import dev.hybridrouter.core.internal.cache.form.FormWriter;
import dev.hybridrouter.core.internal.cache.form.ResponseForm;
import dev.hybridrouter.spi.RouterClock;
import java.nio.BufferUnderflowException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Remembered answers as bytes. Ages travel as wall-clock time, the only one that processes share. */
final class AnswerForm {
    private static final int MAGIC = 'H';
    private static final int VERSION = 2;

    private AnswerForm() {}

    /** When an answer was remembered first, in wall-clock time. */
    static long storedMillis(Answer answer, RouterClock clock) {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - answer.storedNanos());
    }

    /** The bytes of an answer; null if they could not say all of it. */
    static byte @Nullable [] of(Answer answer, RouterClock clock) {
        FormWriter form = new FormWriter().tag(MAGIC).tag(VERSION);
        form.number(storedMillis(answer, clock)).number(answer.freshNanos());
        form.text(answer.target().id().value()).text(answer.target().model());
        form.maybe(answer.cost(), (to, cost) -> to.number(cost.nanoUsd()));
        form.tag(answer.askers().isFull() ? 1 : 0);
        form.each(sorted(answer.askers()), (to, tag) -> to.text(tag.getKey()).text(tag.getValue()));
        ResponseForm.write(form, answer.response());
        return form.isExact() ? form.toBytes() : null;
    }

    private static List<Map.Entry<String, String>> sorted(Askers askers) {
        return askers.known().stream()
                .sorted(Comparator.comparing(Map.Entry<String, String>::getKey).thenComparing(Map.Entry::getValue))
                .toList();
    }

    /** The answer; null if the bytes say nothing, or nothing of a target that is known. */
    static @Nullable Answer read(byte[] bytes, Map<TargetId, Target> targets, RouterClock clock) {
        try {
            return read(new FormReader(bytes), targets, clock);
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
            return null;
        }
    }

    private static @Nullable Answer read(FormReader form, Map<TargetId, Target> targets, RouterClock clock) {
        if (form.tag() != MAGIC || form.tag() != VERSION) {
            return null;
        }
        long age = Math.max(0, TimeUnit.MILLISECONDS.toNanos(Math.subtractExact(clock.millis(), form.number())));
        long fresh = form.number();
        Target target = targets.get(new TargetId(form.text()));
        boolean same = form.text().equals(target == null ? "" : target.model());
        Money cost = form.maybe(from -> new Money(from.number()));
        Askers askers = new Askers();
        if (form.tag() != 0) {
            askers.fill();
        }
        form.each(from -> Map.of(from.text(), from.text())).forEach(askers::add);
        ModelResponse response = ResponseForm.read(form);
        form.end();
        return target == null || !same
                ? null
                : new Answer(
                        response, target, cost, askers, new Answer.Life(clock.nanoTime() - age, fresh, Long.MAX_VALUE));
    }
}
