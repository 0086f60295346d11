package dev.hybridrouter.core.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.request.RouteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a conversation is like, without its reasoning it is the same conversation. */
class ReasoningProperties {
    private static final int RUNS = 2_000;

    private static Message turn(Role role, Random random, int number) {
        List<Content> content = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            boolean thinks = role == Role.ASSISTANT && random.nextBoolean();
            content.add(
                    !thinks
                            ? Content.text(number + "." + i)
                            : random.nextBoolean()
                                    ? new Content.Reasoning("because", "signed")
                                    : new Content.RedactedReasoning(Blob.of(new byte[] {1})));
        }
        return new Message(role, content);
    }

    private static RouteRequest conversation(Random random, boolean alternating) {
        RouteRequest.Builder request = RouteRequest.builder();
        Role role = Role.USER;
        int turns = 1 + random.nextInt(8);
        for (int i = 0; i < turns; i++) {
            request.message(turn(role, random, i));
            boolean same = !alternating && random.nextInt(4) == 0;
            role = same ? role : role == Role.USER ? Role.ASSISTANT : Role.USER;
        }
        return request.build();
    }

    private static boolean isReasoning(Content block) {
        return block instanceof Content.Reasoning || block instanceof Content.RedactedReasoning;
    }

    private static Stream<Content> blocks(RouteRequest request) {
        return request.messages().stream().flatMap(message -> message.content().stream());
    }

    private static boolean alternates(RouteRequest request) {
        List<Message> messages = request.messages();
        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).role() == messages.get(i - 1).role()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void nothingButReasoning_isLeftOut_andRolesAlternateAsBefore() {
        int joined = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            RouteRequest request = conversation(random, seed % 2 == 0);
            RouteRequest stripped = Reasoning.strip(request);

            assertThat(stripped == null).isEqualTo(blocks(request).noneMatch(ReasoningProperties::isReasoning));
            if (stripped == null) {
                continue;
            }
            assertThat(blocks(stripped).toList())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            blocks(request).filter(block -> !isReasoning(block)).toList());
            assertThat(alternates(stripped) || !alternates(request))
                    .as("seed %d", seed)
                    .isTrue();
            joined += stripped.messages().size() < request.messages().size() - 1 ? 1 : 0;
        }
        assertThat(joined).as("turns were joined").isPositive();
    }
}
