package dev.hybridrouter.core.internal.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptPrefixesTest {
    private static final RouteRequest TURN =
            RouteRequest.builder().system("Be brief.").user("hello").build();

    private static RouteRequest next(RouteRequest turn) {
        return turn.toBuilder()
                .message(Message.assistant("hi"))
                .message(Message.user("and now?"))
                .build();
    }

    private static int common(RouteRequest one, RouteRequest other) {
        PromptPrefixes first = PromptPrefixes.of(one);
        PromptPrefixes second = PromptPrefixes.of(other);
        int common = 0;
        while (common < Math.min(first.count(), second.count())
                && first.key(common).equals(second.key(common))) {
            common++;
        }
        return common;
    }

    @Test
    void nextTurn_beginsWithTheWholeTurnBefore() {
        assertThat(common(TURN, next(TURN))).isEqualTo(2);
        assertThat(PromptPrefixes.of(next(TURN)).count()).isEqualTo(4);
    }

    @Test
    void sizes_countTheTextUpToEachEnd() {
        PromptPrefixes prefixes = PromptPrefixes.of(next(TURN));

        assertThat(prefixes.characters(0)).isEqualTo("Be brief.".length());
        assertThat(prefixes.characters(1)).isEqualTo("Be brief.hello".length());
        assertThat(prefixes.characters()).isEqualTo("Be brief.hellohiand now?".length());
    }

    @Test
    void anyChange_endsWhatIsCommon() {
        Tool tool = new Tool("lookup", "Looks up.", Json.object("{}"));

        assertThat(common(
                        TURN,
                        RouteRequest.builder()
                                .system("Be brief.")
                                .user("hello!")
                                .build()))
                .isEqualTo(1);
        assertThat(common(
                        TURN,
                        RouteRequest.builder().system("Be long.").user("hello").build()))
                .isZero();
        assertThat(common(TURN, TURN.toBuilder().tools(List.of(tool)).build())).isZero();
        assertThat(common(
                        RouteRequest.builder()
                                .user("a")
                                .message(Message.user("b"))
                                .build(),
                        RouteRequest.builder()
                                .user("a")
                                .message(Message.assistant("b"))
                                .build()))
                .isEqualTo(1);
    }

    @Test
    void tenants_haveNothingInCommon() {
        RouteRequest other = TURN.toBuilder()
                .context(RequestContext.builder().tenant("other").build())
                .build();

        assertThat(common(TURN, other)).isZero();
    }

    @Test
    void cachePoints_areNoPartOfThePrompt() {
        RouteRequest marked = RouteRequest.builder()
                .system("Be brief.")
                .systemCachePoint(Content.CachePoint.standard())
                .message(Message.user(Content.text("hello"), Content.CachePoint.standard()))
                .build();

        assertThat(common(TURN, marked)).isEqualTo(2);
    }

    @Test
    void longPrompt_keepsItsBeginningAndItsEnd() {
        RouteRequest turn = TURN;
        for (int i = 0; i < 400; i++) {
            turn = next(turn);
        }
        PromptPrefixes prefixes = PromptPrefixes.of(turn);
        PromptPrefixes later = PromptPrefixes.of(next(turn));

        assertThat(prefixes.count()).isEqualTo(256);
        assertThat(prefixes.key(0)).isEqualTo(PromptPrefixes.of(TURN).key(0));
        assertThat(later.key(later.count() - 3)).isEqualTo(prefixes.key(prefixes.count() - 1));
        assertThat(later.characters(later.count() - 3)).isEqualTo(prefixes.characters());
    }

    @Test
    void keys_tellNoText() {
        assertThat(PromptPrefixes.of(TURN).key(1).toString()).doesNotContain("hello");
    }
}
