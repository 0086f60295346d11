package dev.hybridrouter.core.internal.similar;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.request.Sensitivity;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.internal.cache.Answers;
import dev.hybridrouter.core.internal.cache.Askers;
import dev.hybridrouter.core.internal.cache.CacheKey;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.test.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the vectors say, requests meet only if all is equal but the last text. */
class ContextProperties {
    private static final int REMEMBERED = 1_000;
    private static final int ASKED = 2_000;
    private static final Target TARGET = Target.builder("a", "p", "m").build();

    private final Random random = new Random(4711);
    private final ManualClock clock = ManualClock.create();
    private final CachePolicy policy = CachePolicy.builder()
            .partition(context -> context.tags().getOrDefault("locale", ""))
            .build();
    private final Answers answers = new Answers(policy, new Time(clock, new GuardedTimer(clock), 1), null, null);
    private final Index index = new Index(1_000_000, 1_000_000, answers);
    private final UnitVector same = requireNonNull(UnitVector.of(Embedding.of(new float[] {1, 1}), 2));

    /**
     * A request by its fields' numbers.
     *
     * @param fields of which each can change the answer
     * @param text what is said last
     */
    private record Sketch(List<Integer> fields, String text) {
        RouteRequest request() {
            RequestContext.Builder context = RequestContext.builder()
                    .tenant("tenant" + fields.get(0))
                    .sensitivity(fields.get(1) == 0 ? Sensitivity.PUBLIC : Sensitivity.INTERNAL)
                    .tags(Map.of("locale", "l" + fields.get(2), "trace", text));
            if (fields.get(3) > 0) {
                context.residency(ResidencyRequirement.within("region" + fields.get(3)));
            }
            RouteRequest.Builder request = RouteRequest.builder()
                    .system("system" + fields.get(4))
                    .parameters(InferenceParameters.builder()
                            .maxTokens(10 + fields.get(5))
                            .build())
                    .responseFormat(
                            fields.get(6) == 0 ? ResponseFormat.TEXT : ResponseFormat.json("form", Json.object("{}")));
            for (int turn = 0; turn < fields.get(7); turn++) {
                request.message(Message.user("earlier")).message(Message.assistant("yes"));
            }
            if (fields.get(8) > 0) {
                request.tools(List.of(new Tool("tool", "", Json.object("{\"t\":" + fields.get(8) + "}"))));
            }
            return request.user(text).context(context.build()).build();
        }
    }

    private Sketch sketch() {
        List<Integer> fields = new ArrayList<>();
        for (int field = 0; field < 9; field++) {
            fields.add(random.nextInt(4) == 0 ? 1 : 0);
        }
        return new Sketch(fields, "text" + random.nextInt(1_000));
    }

    private void remember(Sketch sketch, int number) {
        CacheKey key = answers.key(sketch.request());
        ModelResponse response = ModelResponse.builder(List.of(new Content.Text("" + number)), StopReason.END_TURN)
                .build();
        Decision decision = Decision.builder(number, OperationType.STANDARD, Outcome.ANSWERED)
                .build();
        answers.remember(key, response, TARGET, decision, new Askers(), answers.invalidations());
        index.add(requireNonNull(SimilarQuery.of(key, 100)), key, same);
    }

    /** Two million pairs, of which about one in fifty is of one context. */
    @Test
    void answers_areFoundInTheirOwnContextOnly() {
        List<Sketch> remembered = new ArrayList<>();
        for (int i = 0; i < REMEMBERED; i++) {
            remembered.add(sketch());
            remember(remembered.get(i), i);
        }
        int found = 0;
        for (int i = 0; i < ASKED; i++) {
            Sketch asked = sketch();
            SimilarQuery question = requireNonNull(SimilarQuery.of(answers.key(asked.request()), 100));

            SimilarHit best = index.find(question, same, 0.9, 0);

            boolean isThere = remembered.stream().anyMatch(other -> other.fields.equals(asked.fields));
            assertThat(best != null).as("found %s", asked).isEqualTo(isThere);
            if (best != null) {
                found++;
                Sketch from =
                        remembered.get(Integer.parseInt(best.answer().response().text()));
                assertThat(from.fields).as("fields of %s", from).isEqualTo(asked.fields);
            }
        }
        assertThat(found).as("or nothing was shown").isBetween(ASKED / 10, ASKED - ASKED / 20);
    }
}
