package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.target.Handling;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Bedrock's options as texts, each optional or repeated part with its number before it. */
final class OptionsForm {
    private final List<String> texts = new ArrayList<>();

    private OptionsForm() {}

    static List<String> of(BedrockOptions options) {
        OptionsForm form = new OptionsForm();
        form.maybe(options.guardrail().map(OptionsForm::parts).orElse(null));
        options.handling().ifPresent(form::handling);
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

    private void handling(Handling handling) {
        list(List.copyOf(new TreeSet<>(handling.operators())));
        maybe(handling.callRegion().map(List::of).orElse(null));
        list(handling.destinations()
                .map(at -> List.copyOf(new TreeSet<>(at.regions())))
                .orElse(List.of()));
        maybe(handling.destinations()
                .map(at -> List.of(at.asOf().toString(), at.evidence()))
                .orElse(null));
        maybe(handling.retention().map(Duration::toString).map(List::of).orElse(null));
        texts.add(handling.sharing().name());
        list(List.copyOf(new TreeSet<>(handling.sharedIn())));
        maybe(handling.asOf().map(LocalDate::toString).map(List::of).orElse(null));
        maybe(handling.evidence().map(List::of).orElse(null));
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
