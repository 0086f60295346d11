package dev.hybridrouter.core.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.internal.cache.form.Seals;
import dev.hybridrouter.spi.cache.SharedKey;
import dev.hybridrouter.test.ManualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Answers survive the way to another process whole, or not at all. */
class AnswerFormTest {
    private static final Target TARGET =
            Target.builder("a", "scripted", "some-model").build();
    private static final Map<TargetId, Target> TARGETS = Map.of(TARGET.id(), TARGET);
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final int MUTATIONS = 100_000;

    private final ManualClock clock = ManualClock.startingAt(Instant.ofEpochMilli(0x10000));

    private Answer answer(ModelResponse response) {
        Askers askers = new Askers();
        askers.add(Map.of("k", "v"));
        return new Answer(
                response,
                TARGET,
                Money.usd("0.000000255"),
                askers,
                new Answer.Life(clock.nanoTime(), TTL.toNanos(), Long.MAX_VALUE));
    }

    private static ModelResponse rich() {
        return ModelResponse.builder(
                        List.of(
                                new Content.Text("häl\u0000lo \ud83d\ude00"),
                                new Content.Text(""),
                                new Content.Image("png", MediaSource.bytes(new byte[] {1, 2, 3})),
                                new Content.Document("notes", "pdf", MediaSource.at(URI.create("s3://bucket/key"))),
                                new Content.ToolUse("t1", "look", Json.object("{\"at\":1}")),
                                new Content.ToolResult(
                                        "t1",
                                        List.of(
                                                new Content.Text("a"),
                                                new Content.Image("gif", MediaSource.bytes(new byte[] {9}))),
                                        Content.ToolResult.Status.ERROR),
                                new Content.Reasoning("hm", "signed"),
                                new Content.RedactedReasoning(Blob.of(new byte[] {0, -1})),
                                new Content.CachePoint(Duration.ofMinutes(5).plusNanos(1))),
                        StopReason.END_TURN)
                .usage(TokenUsage.builder()
                        .input(1)
                        .output(2)
                        .cacheWrite(30)
                        .cacheWriteByTtl(Map.of(Duration.ofMinutes(5), 10L, Duration.ofHours(1), 20L))
                        .estimated()
                        .build())
                .build();
    }

    private static ModelResponse plain() {
        return ModelResponse.builder(List.of(Content.text("hi")), StopReason.END_TURN)
                .usage(TokenUsage.of(3, 4))
                .build();
    }

    private byte[] form(Answer answer) {
        return Objects.requireNonNull(AnswerForm.of(answer, clock));
    }

    private @Nullable Answer read(byte[] bytes) {
        return AnswerForm.read(bytes, TARGETS, clock);
    }

    @Test
    void answer_comesBackWhole_withItsAge() {
        byte[] bytes = form(answer(rich()));
        clock.advance(Duration.ofSeconds(3));

        Answer back = Objects.requireNonNull(read(bytes));

        assertThat(back.response().content()).isEqualTo(rich().content());
        assertThat(back.response().stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(back.response().usage()).isEqualTo(rich().usage());
        assertThat(back.target()).isEqualTo(TARGET);
        assertThat(back.cost()).isEqualTo(Money.usd("0.000000255"));
        assertThat(back.askers().known()).containsExactly(Map.entry("k", "v"));
        assertThat(back.staleNanos(clock.nanoTime()))
                .isEqualTo(Duration.ofSeconds(3).minus(TTL).toNanos());
    }

    @Test
    void unknownCost_staysUnknown() {
        Answer free = new Answer(plain(), TARGET, null, new Askers(), new Answer.Life(0, 1, Long.MAX_VALUE));

        assertThat(Objects.requireNonNull(read(form(free))).cost()).isNull();
    }

    @Test
    void clockOfTheWriterAhead_makesNothingYoungerThanNew() {
        ManualClock ahead = ManualClock.startingAt(clock.instant().plusSeconds(60));
        byte[] bytes = Objects.requireNonNull(AnswerForm.of(answer(plain()), ahead));

        assertThat(Objects.requireNonNull(read(bytes)).storedNanos()).isEqualTo(clock.nanoTime());
    }

    @Test
    void textThatUtf8CannotSay_hasNoForm() {
        ModelResponse half = ModelResponse.builder(List.of(Content.text("\ud83d")), StopReason.END_TURN)
                .build();

        assertThat(AnswerForm.of(answer(half), clock)).isNull();
    }

    @Test
    void unknownTarget_andOneThatIsAnotherModelHere_areAMiss() {
        byte[] bytes = form(answer(plain()));
        Target renamed = Target.builder("a", "scripted", "new-model").build();

        assertThat(AnswerForm.read(bytes, Map.of(), clock)).isNull();
        assertThat(AnswerForm.read(bytes, Map.of(renamed.id(), renamed), clock)).isNull();
    }

    @Test
    void form_isOneForm() {
        assertThat(HexFormat.of().formatHex(form(answer(plain()))))
                .isEqualTo("48" + "02" // ours, version
                        + "0000000000010000" // milliseconds of the epoch
                        + "0000008bb2c97000" // fresh for nanoseconds
                        + "00000001" + "61" // target
                        + "0000000a" + "736f6d652d6d6f64656c" // model
                        + "01" + "00000000000000ff" // cost in nano-dollars
                        + "00" // all tags follow
                        + "00000001" + "00000001" + "6b" + "00000001" + "76" // tags
                        + "00000008" + "656e645f7475726e" // stop reason
                        + "0000000000000003" + "0000000000000004" // input, output
                        + "ffffffffffffffff" + "ffffffffffffffff" // cache read, write
                        + "ffffffffffffffff" + "00" + "00000000" // reasoning, estimated, writes by time
                        + "00000001" + "01" + "00000002" + "6869"); // one block of text
    }

    @Test
    void anotherVersion_isAMiss() {
        byte[] bytes = form(answer(plain()));
        bytes[1]++;

        assertThat(read(bytes)).isNull();
    }

    /** The seal keeps such bytes away; should it ever not, they are a miss all the same, and take no memory. */
    @Test
    void anyBytes_areAnAnswerOrAMiss() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] whole = form(answer(rich()));
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int changes = random.nextInt(3); bytes.length > 0 && changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            read += read(bytes) == null ? 0 : 1;
        }
        assertThat(read).as("some changes are within texts and numbers").isBetween(1, MUTATIONS - 1);
    }

    @Test
    void seal_isOneSeal_forOneKeyOnly() {
        Seals seals = new Seals("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        SharedKey key = seals.key("acme", new byte[] {1});
        SharedKey other = seals.key("acme", new byte[] {2});
        SharedKey foreign = new SharedKey(seals.tenant("other"), key.digest());
        byte[] sealed = seals.sealed(key, new byte[] {7});

        assertThat(seals.opened(key, sealed)).isEqualTo(new byte[] {7});
        assertThat(seals.opened(other, sealed)).isNull();
        assertThat(seals.opened(foreign, sealed)).isNull();
        assertThat(seals.opened(key, Arrays.copyOf(sealed, sealed.length - 1))).isNull();
        assertThat(seals.label("tag", "a", "bc")).isNotEqualTo(seals.label("tag", "ab", "c"));
        assertThat(key.tenant()).isEqualTo("36797c9f8517fdecffc3ad41a3cce34b");
        assertThat(key.digest()).isEqualTo("777a753a8de3237076e1c5dad4ffd4084f5639497d3e0000d1ca441a94650bf4");
        assertThat(HexFormat.of().formatHex(sealed))
                .isEqualTo("07" + "69d6276be2bd7f950a6603b75c32b643f08ffb53fd061b9c0cba2360f2ffb56c");
    }
}
