package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmbeddingReply;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Embedding text over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BedrockEmbedderWireTest {
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String COHERE = "cohere.embed-multilingual-v3";

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private BedrockEmbedder.Builder embedder(String model) {
        return BedrockEmbedder.builder(adapter, Adapters.REGION, model);
    }

    private static Embedding embed(BedrockEmbedder embedder, String text) {
        return embedder.embed(new EmbeddingCall(text, RequestContext.defaults(), Duration.ofSeconds(5)))
                .join();
    }

    private RecordedRequest sent() {
        assertThat(emulator.requests()).hasSize(1);
        return emulator.requests().get(0);
    }

    @Test
    void titan_isAskedInItsForm_andItsTokensAreCounted() {
        Embedding embedding = embed(embedder(TITAN).dimensions(256).build(), "three \"little\" words");

        assertThat(embedding.vector()).hasSize(256);
        assertThat(embedding.tokens()).hasValue(3);
        assertThat(sent().operation()).isEqualTo(Operation.INVOKE_MODEL);
        assertThat(sent().modelId()).isEqualTo(TITAN);
        assertThat(sent().body()).isEqualTo("{\"inputText\":\"three \\\"little\\\" words\",\"dimensions\":256}");
    }

    @Test
    void cohere_isAskedInItsForm_andItsTokensAreCounted() {
        float[] vector = new float[1_024];
        vector[0] = 0.5f;
        vector[1] = -0.25f;
        vector[2] = 1.0e-7f;
        emulator.on(COHERE).reply(EmbeddingReply.of(vector));

        Embedding embedding = embed(embedder(COHERE).build(), "two words");

        assertThat(embedding.vector()).containsExactly(vector);
        assertThat(embedding.tokens()).hasValue(2);
        assertThat(sent().body())
                .isEqualTo("{\"texts\":[\"two words\"],\"input_type\":\"clustering\",\"truncate\":\"NONE\"}");
    }

    @Test
    void texts_haveVectorsOfTheirOwn_thatAreOfLengthOne() {
        float[] cat = embed(embedder(TITAN).build(), "a cat").vector();
        float[] dog = embed(embedder(TITAN).build(), "a dog").vector();

        assertThat(dot(cat, cat)).isCloseTo(1, within(1.0e-4));
        assertThat(dot(cat, dog)).isCloseTo(0, within(0.2));
        assertThat(embed(embedder(TITAN).build(), "a cat").vector()).containsExactly(cat);
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    @Test
    void failures_areClassified() {
        emulator.on(TITAN).reply(Fault.error(429, "ThrottlingException", "slow down"));

        assertThatThrownBy(() -> embed(embedder(TITAN).build(), "hi"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.THROTTLED));
        assertThat(emulator.requests()).as("no retries").hasSize(1);
    }

    @Test
    void formsThatAreNotKnown_areRefused() {
        assertThatThrownBy(() -> embedder("meta.llama-embed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embedder.model");
        assertThatThrownBy(() -> embedder(COHERE).dimensions(256)).hasMessageContaining("embedder.dimensions");
        assertThatThrownBy(() -> BedrockEmbedder.builder(adapter, "xx-nowhere-1", TITAN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
