package dev.hybridrouter.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request keeps, what it defaults to, and how a builder starts from it. */
class RouteRequestTest {
    private static final Tool FIND = new Tool("find", "finds", Json.object("{}"));
    private static final ResponseFormat FORMAT = ResponseFormat.json("answer", Json.object("{}"));

    private record OneOptions(int value) implements ProviderOptions {}

    private record OtherOptions(int value) implements ProviderOptions {}

    private static RouteRequest full() {
        return RouteRequest.builder()
                .system("be brief")
                .systemCachePoint(Content.CachePoint.standard())
                .user("hello")
                .message(Message.assistant("hi"))
                .messages(List.of(Message.user("and?")))
                .tools(List.of(FIND))
                .toolChoice(ToolChoice.tool("find"))
                .responseFormat(FORMAT)
                .maxTokens(100)
                .context(RequestContext.builder().tenant("acme").build())
                .options(new OneOptions(1))
                .build();
    }

    @Test
    void of_whenOnlyTextIsGiven_leavesAllElseToDefaults() {
        RouteRequest request = RouteRequest.of("hello");

        assertThat(request.messages()).containsExactly(Message.user("hello"));
        assertThat(request.system()).isEmpty();
        assertThat(request.tools()).isEmpty();
        assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO);
        assertThat(request.responseFormat()).isEqualTo(ResponseFormat.TEXT);
        assertThat(request.parameters()).isEqualTo(InferenceParameters.defaults());
        assertThat(request.context()).isSameAs(RequestContext.defaults());
        assertThat(request.options(OneOptions.class)).isEmpty();
    }

    @Test
    void build_whenTurnsAreAdded_keepsThemInOrder() {
        assertThat(full().messages())
                .containsExactly(Message.user("hello"), Message.assistant("hi"), Message.user("and?"));
        assertThat(full().system()).containsExactly(Content.text("be brief"), Content.CachePoint.standard());
    }

    @Test
    void build_whenChoiceNamesAToolOfTheRequest_isAccepted() {
        assertThat(full().toolChoice()).isEqualTo(ToolChoice.tool("find"));
        assertThat(full().toBuilder().toolChoice(ToolChoice.ANY).build().toolChoice())
                .isEqualTo(ToolChoice.ANY);
    }

    @Test
    void toBuilder_whenUnchanged_keepsEveryValue() {
        RouteRequest request = full();

        assertThat(request.toBuilder().build()).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void toBuilder_whenChanged_leavesTheFirstRequestAlone() {
        RouteRequest request = full();
        RouteRequest more = request.toBuilder()
                .user("more")
                .system("and kind")
                .options(new OtherOptions(2))
                .build();

        assertThat(more.messages()).hasSize(4);
        assertThat(more.system()).hasSize(3);
        assertThat(request).usingRecursiveComparison().isEqualTo(full());
        assertThat(request.options(OtherOptions.class)).isEmpty();
    }

    @Test
    void options_whenSetTwiceForOneKind_keepsTheLastAndOtherKinds() {
        RouteRequest request = full().toBuilder()
                .options(new OtherOptions(2))
                .options(new OneOptions(3))
                .build();

        assertThat(request.options(OneOptions.class)).contains(new OneOptions(3));
        assertThat(request.options(OtherOptions.class)).contains(new OtherOptions(2));
    }

    @Test
    void maxTokens_whenOtherParametersAreSet_leavesThemAsTheyAre() {
        RouteRequest request = RouteRequest.builder()
                .user("hello")
                .parameters(InferenceParameters.builder()
                        .temperature(0.5)
                        .topP(0.9)
                        .stopSequences(List.of("END"))
                        .build())
                .maxTokens(7)
                .build();

        assertThat(request.parameters())
                .isEqualTo(InferenceParameters.builder()
                        .maxTokens(7)
                        .temperature(0.5)
                        .topP(0.9)
                        .stopSequences(List.of("END"))
                        .build());
    }

    @Test
    void parameters_whenAtTheirBounds_areKept() {
        InferenceParameters low = InferenceParameters.builder()
                .maxTokens(1)
                .temperature(0)
                .topP(0)
                .build();
        InferenceParameters high =
                InferenceParameters.builder().temperature(1).topP(1).build();

        assertThat(low.maxTokens()).hasValue(1);
        assertThat(low.temperature()).hasValue(0);
        assertThat(low.topP()).hasValue(0);
        assertThat(high.temperature()).hasValue(1);
        assertThat(high.topP()).hasValue(1);
        assertThat(high.maxTokens()).isEmpty();
    }

    @Test
    void context_whenNothingIsSet_isOrdinaryWorkOfTheDefaultTenant() {
        RequestContext context = RequestContext.defaults();

        assertThat(context.tenant()).isEqualTo("default");
        assertThat(context.operation()).isEqualTo(OperationType.STANDARD);
        assertThat(context.sensitivity()).isEqualTo(Sensitivity.INTERNAL);
        assertThat(context.priority()).isEmpty();
        assertThat(context.deadline()).isEmpty();
        assertThat(context.residency()).isEmpty();
        assertThat(context.maxRetention()).isEmpty();
        assertThat(context.tags()).isEmpty();
    }

    @Test
    void contextToBuilder_whenUnchanged_keepsEveryValue() {
        RequestContext context = RequestContext.builder()
                .tenant("acme")
                .operation(OperationType.EMERGENCY)
                .priority(Priority.LOW)
                .deadline(Duration.ofSeconds(3))
                .residency(ResidencyRequirement.within("eu-central-1"))
                .maxRetention(Duration.ZERO)
                .sensitivity(Sensitivity.RESTRICTED)
                .tags(Map.of("team", "a"))
                .build();

        assertThat(context.toBuilder().build()).usingRecursiveComparison().isEqualTo(context);
        assertThat(context.maxRetention()).contains(Duration.ZERO);
        assertThat(context.priority()).contains(Priority.LOW);
    }
}
