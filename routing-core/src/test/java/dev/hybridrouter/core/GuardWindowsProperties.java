package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever the text, its cuts, the demand and the guard's pace, a stream releases what the whole text would have become. */
@ExtendWith(HybridRouterExtension.class)
class GuardWindowsProperties {
    private static final Pattern TOKEN = Pattern.compile("<[^<>]{1,198}>");
    private static final List<String> MASKS = List.of("", "[TOKEN]", "<*>", "<abcdefghijklmnopqrstuvwxyz abcdefgh>");
    private static final List<String> WORDS =
            List.of("a", "word ", "<", ">", "\uD83D\uDE00", "\uD83D", "\n", "abc abc ");

    private final ManualClock clock;
    private final ScriptedProvider provider;

    GuardWindowsProperties(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    @Test
    void aStream_releasesWhatTheWholeTextWouldHaveBecome() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            String mask = MASKS.get(random.nextInt(MASKS.size()));
            String text = text(random);
            String reasoning = random.nextBoolean() ? "" : text(random);

            List<StreamEvent> events = stream(random, reasoning, text, mask);

            assertThat(text(events, Kind.ASSISTANT))
                    .as("seed %d, text", seed)
                    .isEqualTo(TOKEN.matcher(text).replaceAll(mask));
            assertThat(text(events, Kind.REASONING))
                    .as("seed %d, reasoning", seed)
                    .isEqualTo(TOKEN.matcher(reasoning).replaceAll(mask));
            assertThat(Modes.closed(events).orElseThrow().orElseThrow().text())
                    .as("seed %d, result", seed)
                    .isEqualTo(text(events, Kind.ASSISTANT));
        }
    }

    private List<StreamEvent> stream(Random random, String reasoning, String text, String mask) {
        List<Delta> deltas = new ArrayList<>();
        cut(random, reasoning).forEach(piece -> deltas.add(new Delta.ReasoningDelta(0, piece)));
        cut(random, text).forEach(piece -> deltas.add(new Delta.TextDelta(1, piece)));
        provider.reset();
        provider.on("a").deltas(deltas.toArray(Delta[]::new)).every(Duration.ofMillis(random.nextInt(2)));
        ScriptedRemoteGuard guard = new ScriptedRemoteGuard(input -> masked(random, input, mask));
        StreamProbe<StreamEvent> probe = StreamProbe.requesting(1);
        HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .seed(42)
                .guards(GuardPolicy.of(guard))
                .build()
                .stream(RouteRequest.builder()
                        .user("hi")
                        .context(RequestContext.builder()
                                .deadline(Duration.ofHours(1))
                                .build())
                        .build())
                .subscribe(probe);
        for (int i = 0; i < 50_000 && Modes.closed(probe.events()).isEmpty(); i++) {
            clock.advance(Duration.ofMillis(1));
            if (random.nextInt(3) == 0) {
                probe.request(1 + random.nextInt(2));
            }
        }
        probe.assertRulesKept();
        return probe.events();
    }

    private CompletableFuture<GuardReport> masked(Random random, GuardInput input, String mask) {
        List<String> texts = input.pieces().stream()
                .map(piece -> TOKEN.matcher(piece.text()).replaceAll(mask))
                .toList();
        CompletableFuture<GuardReport> report = new CompletableFuture<>();
        Runnable answer = () -> report.complete(GuardReport.costing(
                Money.ZERO,
                new GuardVerdict.Replace(texts, List.of(new GuardFinding("TOKEN", Kind.UNKNOWN, 1)), Restorer.NONE)));
        if (random.nextBoolean()) {
            answer.run();
        } else {
            var unused =
                    clock.schedule(answer, Duration.ofMillis(random.nextInt(5)).toNanos());
        }
        return report;
    }

    private static String text(Random random) {
        int length = 1 + random.nextInt(6_000);
        int gap = 1 + random.nextInt(60); // between tokens, in words
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(random.nextInt(gap) == 0 ? token(random) : WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private static String token(Random random) {
        return "<" + "abcdefghijklmnopqrstuvwxyz ".repeat(8).substring(0, 1 + random.nextInt(198)) + ">";
    }

    private static List<String> cut(Random random, String text) {
        List<String> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(1_500);
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(most));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    private static String text(List<StreamEvent> events, Kind kind) {
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : events) {
            Optional<Delta> delta =
                    event instanceof StreamEvent.Content content ? Optional.of(content.delta()) : Optional.empty();
            if (kind == Kind.REASONING && delta.orElse(null) instanceof Delta.ReasoningDelta piece) {
                text.append(piece.text());
            } else if (kind == Kind.ASSISTANT && delta.orElse(null) instanceof Delta.TextDelta piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }
}
