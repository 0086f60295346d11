package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.cache.form.ContentForm;
import dev.hybridrouter.core.internal.cache.form.FormWriter;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The canonical form of a key: equal for equal keys, in whatever process, and for no others. */
final class KeyForm {
    /** To be raised with any change of the form, so that no key of before is met again. */
    private static final int VERSION = 2;

    private static final Comparator<ProviderOptions> BY_TYPE =
            Comparator.comparing(options -> options.getClass().getName());

    private KeyForm() {}

    /** The form; null if the request holds something that has none. */
    static byte @Nullable [] of(CacheKey key) {
        RouteRequest request = key.request();
        FormWriter form = new FormWriter().tag(VERSION).text(key.version()).text(key.partition());
        write(form, request.context());
        form.each(request.system(), ContentForm::write);
        form.each(request.messages(), KeyForm::write);
        write(form, request.parameters());
        form.each(request.tools(), KeyForm::write);
        write(form, request.toolChoice());
        write(form, request.responseFormat());
        return write(form, request.options().stream().sorted(BY_TYPE).toList()) && form.isExact()
                ? form.toBytes()
                : null;
    }

    private static void write(FormWriter form, RequestContext context) {
        form.text(context.tenant());
        form.maybe(
                context.residency().map(ResidencyRequirement::allowedRegions).orElse(null),
                (to, regions) -> to.each(new TreeSet<>(regions), FormWriter::text));
        form.maybe(context.maxRetention().orElse(null), FormWriter::duration);
        form.text(context.maxSharing().name());
        form.maybe(context.maxEvidenceAge().orElse(null), FormWriter::duration);
        form.maybe(context.purpose().orElse(null), FormWriter::text);
        form.text(context.sensitivity().name());
    }

    private static void write(FormWriter form, Message message) {
        form.text(message.role().name()).each(message.content(), ContentForm::write);
    }

    private static void write(FormWriter form, InferenceParameters parameters) {
        OptionalInt maxTokens = parameters.maxTokens();
        OptionalDouble temperature = parameters.temperature();
        OptionalDouble topP = parameters.topP();
        write(form, maxTokens.isPresent(), maxTokens.orElse(0));
        write(form, temperature.isPresent(), Double.doubleToLongBits(temperature.orElse(0)));
        write(form, topP.isPresent(), Double.doubleToLongBits(topP.orElse(0)));
        form.each(parameters.stopSequences(), FormWriter::text);
    }

    private static void write(FormWriter form, boolean present, long number) {
        form.tag(present ? 1 : 0).number(number);
    }

    private static void write(FormWriter form, Tool tool) {
        form.text(tool.name()).text(tool.description()).text(tool.inputSchema().text());
    }

    private static void write(FormWriter form, ToolChoice choice) {
        if (choice instanceof ToolChoice.Named named) {
            form.tag(2).text(named.tool());
        } else {
            form.tag(choice instanceof ToolChoice.Any ? 1 : 0);
        }
    }

    private static void write(FormWriter form, ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonSchema json) {
            form.tag(1).text(json.name()).text(json.schema().text());
        } else {
            form.tag(0);
        }
    }

    private static boolean write(FormWriter form, List<ProviderOptions> options) {
        form.count(options.size());
        for (ProviderOptions each : options) {
            List<String> texts = each.canonicalForm().orElse(null);
            if (texts == null) {
                return false;
            }
            form.text(each.getClass().getName()).each(texts, FormWriter::text);
        }
        return true;
    }
}
