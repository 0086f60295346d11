package dev.hybridrouter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.decision.Candidate;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.guard.GuardRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nl.jqno.equalsverifier.EqualsVerifier;
import nl.jqno.equalsverifier.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are equal by value, immutable, and keep what they are given. */
class ValueTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Blob.class,
                InferenceParameters.class,
                TokenUsage.class,
                Candidate.class,
                GuardRecord.class,
                KillEvent.class,
                Rejection.class
            })
    void equals_isByValue(Class<?> type) {
        EqualsVerifier.forClass(type)
                .suppress(Warning.NULL_FIELDS, Warning.ALL_FIELDS_SHOULD_BE_USED)
                .verify();
    }

    @Test
    void request_keepsCopiesOfItsLists() {
        List<Message> messages = new ArrayList<>(List.of(Message.user("hi")));
        List<Tool> tools = new ArrayList<>(List.of(new Tool("lookup", "", Json.object("{}"))));
        RouteRequest request =
                RouteRequest.builder().messages(messages).tools(tools).build();
        messages.clear();
        tools.clear();
        assertThat(request.messages()).hasSize(1);
        assertThat(request.tools()).hasSize(1);
        assertThatThrownBy(() -> request.messages().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.system().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void targetContextUsageAndResponse_keepCopies() {
        Set<Capability> capabilities = EnumSet.of(Capability.TOOLS);
        Map<String, String> tags = new HashMap<>(Map.of("a", "b"));
        Map<Duration, Long> writes = new HashMap<>(Map.of(Duration.ofMinutes(5), 1L));
        List<Content> content = new ArrayList<>(List.of(Content.text("x")));
        Target target = Target.builder("a", "p", "m").capabilities(capabilities).build();
        RequestContext context = RequestContext.builder().tags(tags).build();
        TokenUsage usage = TokenUsage.builder().cacheWriteByTtl(writes).build();
        ModelResponse response =
                ModelResponse.builder(content, StopReason.END_TURN).build();
        capabilities.clear();
        tags.clear();
        writes.clear();
        content.clear();
        assertThat(target.capabilities()).containsExactly(Capability.TOOLS);
        assertThat(context.tags()).containsEntry("a", "b");
        assertThat(usage.cacheWriteByTtl()).hasSize(1);
        assertThat(response.text()).isEqualTo("x");
    }

    @Test
    void blob_cannotBeChangedFromOutside() {
        byte[] bytes = {1, 2};
        Blob blob = Blob.of(bytes);
        bytes[0] = 9;
        blob.toByteArray()[1] = 9;
        assertThat(blob.toByteArray()).containsExactly(1, 2);
        assertThat(blob.asByteBuffer().isReadOnly()).isTrue();
    }

    @Test
    void toBuilder_keepsEverything() {
        RouteRequest request = RouteRequest.builder()
                .system("s")
                .user("u")
                .maxTokens(3)
                .tools(List.of(new Tool("lookup", "", Json.object("{}"))))
                .options(new Options(1))
                .context(RequestContext.builder().tenant("t").build())
                .build();
        RouteRequest copy = request.toBuilder().build();
        assertThat(copy).usingRecursiveComparison().isEqualTo(request);
        Target target = Target.builder("a", "p", "m")
                .region("eu-west-1")
                .weight(3)
                .contextWindow(7)
                .retention(Duration.ZERO)
                .attemptTimeout(Duration.ofSeconds(1))
                .build();
        assertThat(target.toBuilder().build()).usingRecursiveComparison().isEqualTo(target);
    }

    @Test
    void options_areFoundByTheirOwnTypeOnly() {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .options(new Options(1))
                .options(new Options(2))
                .build();
        assertThat(request.options(Options.class)).hasValue(new Options(2));
        assertThat(request.options(OtherOptions.class)).isEmpty();
    }

    @Test
    void usage_tellsUnknownFromZero() {
        assertThat(TokenUsage.unknown().input()).isEmpty();
        assertThat(TokenUsage.of(0, 0).input()).hasValue(0);
        assertThat(TokenUsage.unknown()).isNotEqualTo(TokenUsage.of(0, 0));
        assertThat(TokenUsage.of(1, 2).toString()).contains("input=1", "output=2", "cacheRead=?");
    }

    @Test
    void response_joinsTextAndFindsToolUses() {
        Content.ToolUse use = new Content.ToolUse("t", "lookup", Json.object("{}"));
        ModelResponse response = ModelResponse.builder(
                        List.of(Content.text("a"), use, Content.text("b")), StopReason.TOOL_USE)
                .build();
        assertThat(response.text()).isEqualTo("ab");
        assertThat(response.toolUses()).containsExactly(use);
        assertThat(response.isEmpty()).isFalse();
    }

    @Test
    void response_ofReasoningOrEmptyTextAlone_isEmpty() {
        assertThat(ModelResponse.nothing().isEmpty()).isTrue();
        assertThat(ModelResponse.builder(
                                List.of(new Content.Reasoning("hm", ""), Content.text("")), StopReason.END_TURN)
                        .build()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void stopReason_nobodyHasHeardOf_survives() {
        assertThat(new StopReason("novel")).hasToString("novel").isNotEqualTo(StopReason.UNKNOWN);
        assertThat(new StopReason("end_turn")).isEqualTo(StopReason.END_TURN);
    }

    private record Options(int value) implements ProviderOptions {}

    private record OtherOptions(int value) implements ProviderOptions {}
}
