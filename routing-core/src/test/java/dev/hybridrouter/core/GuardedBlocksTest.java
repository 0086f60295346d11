package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.spi.guard.BlockSpanningInspector;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.LocalGuard;
import dev.hybridrouter.spi.guard.StreamInspector;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import dev.hybridrouter.test.StreamProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Guards are told which pieces are adjacent blocks of text, and what they return stands in the right block. */
@ExtendWith(HybridRouterExtension.class)
class GuardedBlocksTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final Spanning guard = new Spanning();

    GuardedBlocksTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private HybridRouter router() {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a").build())
                .clock(clock)
                .scheduler(clock)
                .guards(GuardPolicy.of(guard))
                .build();
    }

    private static Content.Text text(String text) {
        return new Content.Text(text);
    }

    @Test
    void adjacentBlocksOfText_continueOneAnother_andNothingElseDoes() {
        provider.on("a").reply("fine");
        RouteRequest request = RouteRequest.builder()
                .system("s1")
                .system("s2")
                .message(Message.user(text("u1"), text("u2")))
                .message(Message.assistant(
                        List.of(text("a1"), new Content.ToolUse("id", "tool", Json.object("{}")), text("a2"))))
                .message(Message.user(
                        new Content.ToolResult(
                                "id", List.of(text("r1"), text("r2")), Content.ToolResult.Status.SUCCESS),
                        text("u3")))
                .build();

        var unused = router().routeAsync(request);

        assertThat(guard.inspected.get(0).pieces())
                .extracting(piece -> piece.text() + (piece.continues() ? " continues" : ""))
                .containsExactly(
                        "s1", "s2 continues", "u1", "u2 continues", "a1", "{}", "a2", "r1", "r2 continues", "u3");
    }

    @Test
    void aBlockOfWhichNothingIsLeft_isNotSent() {
        provider.on("a").reply("fine");

        var unused = router().routeAsync(RouteRequest.builder()
                .message(Message.user(text("a (b"), text("c"), text("d) e")))
                .build());

        assertThat(provider.history().get(0).call().request().messages().get(0).content())
                .containsExactly(text("a *"), text(" e"));
    }

    @Test
    void aStreamedAnswer_isReadOverItsBlocks() {
        provider.on("a").deltas(deltas("0:one ", "0:(t", "1:w", "2:o) three", "2: (", "3:four)", "3:!"));
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router().stream(RouteRequest.of("q")).subscribe(probe);
        clock.advance(Duration.ofSeconds(1));

        assertThat(blocks(probe)).containsExactly("0:one *", "2: three *", "3:!");
    }

    private static Delta[] deltas(String... texts) {
        Delta[] deltas = new Delta[texts.length];
        for (int i = 0; i < texts.length; i++) {
            deltas[i] = new Delta.TextDelta(texts[i].charAt(0) - '0', texts[i].substring(2));
        }
        return deltas;
    }

    private static List<String> blocks(StreamProbe<StreamEvent> probe) {
        List<String> blocks = new ArrayList<>();
        int last = -1;
        for (StreamEvent event : probe.events()) {
            if (!(event instanceof StreamEvent.Content content)
                    || !(content.delta() instanceof Delta.TextDelta delta)) {
                continue;
            }
            String text = delta.text();
            if (delta.block() == last) {
                blocks.set(blocks.size() - 1, blocks.get(blocks.size() - 1) + text);
            } else {
                blocks.add(delta.block() + ":" + text);
            }
            last = delta.block();
        }
        return blocks;
    }

    /** Replaces what stands in parentheses, across blocks too, with a star. */
    private static final class Spanning implements LocalGuard {
        private final List<GuardInput> inspected = new ArrayList<>();

        @Override
        public String id() {
            return "spanning";
        }

        @Override
        public GuardVerdict inspect(GuardInput input) {
            inspected.add(input);
            Inspector inspector = new Inspector();
            List<String> texts = new ArrayList<>(List.of(""));
            for (int i = 0; i < input.pieces().size(); i++) {
                if (i > 0) {
                    inspector.nextBlock();
                }
                add(inspector.push(input.pieces().get(i).text()), inspector.blockEnds(), texts);
            }
            return new GuardVerdict.Replace(
                    texts, List.of(new GuardFinding("P", GuardPiece.Kind.USER, 1)), kind -> StreamInspector.passing());
        }

        private static void add(String released, List<Integer> ends, List<String> texts) {
            int done = 0;
            for (int end : ends) {
                texts.set(texts.size() - 1, texts.get(texts.size() - 1) + released.substring(done, end));
                texts.add("");
                done = end;
            }
            texts.set(texts.size() - 1, texts.get(texts.size() - 1) + released.substring(done));
        }

        @Override
        public StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind) {
            return new Inspector();
        }
    }

    private static final class Inspector implements BlockSpanningInspector {
        private final List<Integer> ends = new ArrayList<>();
        private boolean inside;
        private int passed; // blocks that ended inside

        @Override
        public void nextBlock() {
            passed++;
        }

        @Override
        public List<Integer> blockEnds() {
            return List.copyOf(ends);
        }

        @Override
        public String push(String text) {
            ends.clear();
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!inside) {
                    end(out);
                }
                if (c == '(') {
                    inside = true;
                } else if (c == ')') {
                    inside = false;
                    out.append('*');
                    end(out);
                } else if (!inside) {
                    out.append(c);
                }
            }
            return out.toString();
        }

        private void end(StringBuilder out) {
            for (; passed > 0; passed--) {
                ends.add(out.length());
            }
        }

        @Override
        public String finish() {
            ends.clear();
            return "";
        }

        @Override
        public int longestHold() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<GuardVerdict.Block> blocked() {
            return Optional.empty();
        }

        @Override
        public List<GuardFinding> findings() {
            return List.of();
        }
    }
}
