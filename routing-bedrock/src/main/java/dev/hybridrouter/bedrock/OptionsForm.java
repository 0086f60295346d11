package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Bedrock's options as texts, each optional or repeated part with its number before it. */
final class OptionsForm {
    private final List<String> texts = new ArrayList<>();

    private OptionsForm() {}

    static List<String> of(BedrockOptions options) {
        OptionsForm form = new OptionsForm();
        form.maybe(options.guardrail().map(OptionsForm::parts).orElse(null));
        form.pairs(options.requestMetadata());
        form.maybe(options.serviceTier().map(List::of).orElse(null));
        form.maybe(options.latencyMode().map(List::of).orElse(null));
        form.maybe(options.effort().map(List::of).orElse(null));
        form.maybe(
                options.additionalRequestFields().map(Json::text).map(List::of).orElse(null));
        form.list(options.additionalResponseFields());
        form.pairs(options.promptVariables());
        return List.copyOf(form.texts);
    }

    private static List<String> parts(BedrockOptions.Guardrail guardrail) {
        return List.of(
                guardrail.identifier(),
                guardrail.version(),
                guardrail.trace().name(),
                guardrail.streaming().name());
    }

    private void maybe(@Nullable List<String> value) {
        list(value == null ? List.of() : value);
    }

    private void list(List<String> values) {
        texts.add(Integer.toString(values.size()));
        texts.addAll(values);
    }

    private void pairs(Map<String, String> values) {
        texts.add(Integer.toString(values.size()));
        new TreeMap<>(values).forEach((key, value) -> {
            texts.add(key);
            texts.add(value);
        });
    }
}
