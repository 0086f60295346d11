package dev.hybridrouter.core.internal.cache.form;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Answers of models as bytes. What a provider told beyond the answer has a type of its own and stays behind. */
public final class ResponseForm {
    private static final long NOT_KNOWN = -1;

    private ResponseForm() {}

    /** Writes an answer. */
    public static void write(FormWriter form, ModelResponse response) {
        form.text(response.stopReason().value());
        write(form, response.usage());
        form.each(response.content(), ContentForm::write);
    }

    /** Reads an answer. */
    public static ModelResponse read(FormReader form) {
        StopReason stopReason = new StopReason(form.text());
        TokenUsage usage = usage(form);
        List<Content> content = form.each(ContentForm::read);
        return ModelResponse.builder(content, stopReason).usage(usage).build();
    }

    private static void write(FormWriter form, TokenUsage usage) {
        for (OptionalLong count :
                List.of(usage.input(), usage.output(), usage.cacheRead(), usage.cacheWrite(), usage.reasoning())) {
            form.number(count.orElse(NOT_KNOWN));
        }
        form.tag(usage.estimated() ? 1 : 0);
        form.each(new TreeMap<>(usage.cacheWriteByTtl()).entrySet(), (to, entry) -> to.duration(entry.getKey())
                .number(entry.getValue()));
    }

    private static TokenUsage usage(FormReader form) {
        TokenUsage.Builder usage = TokenUsage.builder();
        count(form, usage::input);
        count(form, usage::output);
        count(form, usage::cacheRead);
        count(form, usage::cacheWrite);
        count(form, usage::reasoning);
        if (form.tag() != 0) {
            usage.estimated();
        }
        Map<Duration, Long> byTtl = new HashMap<>();
        form.each(from -> byTtl.put(from.duration(), from.number()));
        return usage.cacheWriteByTtl(byTtl).build();
    }

    private static void count(FormReader form, LongConsumer count) {
        long value = form.number();
        if (value != NOT_KNOWN) {
            count.accept(value);
        }
    }
}
