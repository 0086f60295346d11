package dev.hybridrouter.test.bedrock.rules;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.AudioFormat;
import software.amazon.awssdk.services.bedrockruntime.model.CacheTTL;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentFormat;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTrace;
import software.amazon.awssdk.services.bedrockruntime.model.ImageFormat;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTierType;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.VideoFormat;

/** The table of shapes has the members and the prescribed values that the SDK of this build knows. */
class RequestShapesTest {

    @Test
    void members_areThoseOfTheSdk() {
        assertThat(differences("Converse", ConverseRequest.builder(), RequestShapes.CONVERSE))
                .isEmpty();
        assertThat(differences("ConverseStream", ConverseStreamRequest.builder(), RequestShapes.CONVERSE_STREAM))
                .isEmpty();
        assertThat(differences("CountTokens", CountTokensRequest.builder(), RequestShapes.COUNT_TOKENS))
                .isEmpty();
        assertThat(differences("ApplyGuardrail", ApplyGuardrailRequest.builder(), RequestShapes.APPLY_GUARDRAIL))
                .isEmpty();
    }

    @Test
    void values_areThoseOfTheSdk() {
        assertThat(valuesOf(RequestShapes.CONVERSE))
                .contains(names(ImageFormat.knownValues()))
                .contains(names(DocumentFormat.knownValues()))
                .contains(names(VideoFormat.knownValues()))
                .contains(names(AudioFormat.knownValues()))
                .contains(names(CacheTTL.knownValues()))
                .contains(names(ConversationRole.knownValues()))
                .contains(names(ServiceTierType.knownValues()))
                .contains(names(ToolResultStatus.knownValues()))
                .contains(names(GuardrailTrace.knownValues()));
    }

    private static Set<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::toString).collect(Collectors.toSet());
    }

    /** The prescribed values of all strings below a shape. */
    private static List<Set<String>> valuesOf(Shape shape) {
        List<Set<String>> values = new ArrayList<>();
        if (shape instanceof StringShape text && !text.values().isEmpty()) {
            values.add(Set.copyOf(text.values()));
        }
        if (shape instanceof ListShape list) {
            values.addAll(valuesOf(list.item()));
        }
        members(shape).values().forEach(member -> values.addAll(valuesOf(member)));
        return values;
    }

    private static List<String> differences(String at, SdkPojo pojo, Shape shape) {
        List<SdkField<?>> fields = pojo.sdkFields().stream()
                .filter(field -> field.location() == MarshallLocation.PAYLOAD)
                .toList();
        Set<String> known = fields.stream().map(SdkField::locationName).collect(Collectors.toSet());
        Map<String, Shape> members = members(shape);
        Stream<String> here = known.equals(members.keySet())
                ? Stream.empty()
                : Stream.of(at + ": " + known + " but " + members.keySet());
        Stream<String> below = fields.stream()
                .filter(field -> members.containsKey(field.locationName()))
                .flatMap(field -> differences(
                        at + '.' + field.locationName(), field, item(requireNonNull(members.get(field.locationName()))))
                        .stream());
        return Stream.concat(here, below).toList();
    }

    private static List<String> differences(String at, SdkField<?> field, Shape shape) {
        SdkField<?> item = field.getOptionalTrait(ListTrait.class)
                .<SdkField<?>>map(trait -> trait.memberFieldInfo())
                .or(() -> field.getOptionalTrait(MapTrait.class).<SdkField<?>>map(trait -> trait.valueFieldInfo()))
                .orElse(field);
        Supplier<SdkPojo> constructor = item.constructor();
        return constructor == null ? List.of() : differences(at, constructor.get(), shape);
    }

    private static Shape item(Shape shape) {
        if (shape instanceof ListShape list) {
            return list.item();
        }
        return shape instanceof MapShape map ? map.entry() : shape;
    }

    private static Map<String, Shape> members(Shape shape) {
        if (shape instanceof StructureShape structure) {
            return structure.members();
        }
        return shape instanceof UnionShape union ? union.members() : Map.of();
    }
}
