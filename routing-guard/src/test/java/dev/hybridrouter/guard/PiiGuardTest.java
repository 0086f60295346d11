package dev.hybridrouter.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.spi.guard.StreamInspector;
import dev.hybridrouter.spi.guard.TextFilter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the guard does about what it finds. */
class PiiGuardTest {
    private static final String IBAN = "DE89 3704 0044 0532 0130 00";
    private static final String MAIL = "ann@example.com";
    private static final PiiGuard GUARD = PiiGuard.of(PiiPolicy.defaults());

    private static GuardPiece user(String text) {
        return new GuardPiece(Kind.USER, text);
    }

    private static GuardInput input(Direction direction, int opaque, GuardPiece... pieces) {
        return new GuardInput(
                direction, Arrays.asList(pieces), opaque, RequestContext.defaults(), Duration.ofSeconds(1));
    }

    private static GuardVerdict request(GuardPiece... pieces) {
        return GUARD.inspect(input(Direction.REQUEST, 0, pieces));
    }

    private static GuardVerdict.Replace replaced(GuardPiece... pieces) {
        return (GuardVerdict.Replace) request(pieces);
    }

    private static PiiGuard on(PiiClass type, PiiAction action) {
        return PiiGuard.of(PiiPolicy.builder()
                .onRequest(type, action)
                .onResponse(type, action == PiiAction.PLACEHOLDER ? PiiAction.REDACT : action)
                .build());
    }

    @Test
    void nothingFound_passes_withoutAnObjectOfItsOwn() {
        assertThat(request(user("Good morning."), new GuardPiece(Kind.SYSTEM, "Be brief.")))
                .isSameAs(GuardVerdict.pass());
    }

    @Test
    void placeholders_areNumberedByText_andTheSameForTheSameValue() {
        GuardVerdict.Replace verdict =
                replaced(user("Write to " + MAIL + " or bob@example.com"), user("To " + MAIL + " again, " + IBAN));
        assertThat(verdict.pieces()).containsExactly("Write to [EMAIL_1] or [EMAIL_2]", "To [EMAIL_1] again, [IBAN_1]");
        assertThat(verdict.findings())
                .containsExactlyInAnyOrder(
                        new GuardFinding("EMAIL", Kind.USER, 3), new GuardFinding("IBAN", Kind.USER, 1));
    }

    @Test
    void requestsThatDifferInValuesOnly_becomeTheSame() {
        assertThat(replaced(user("Mail " + MAIL)).pieces())
                .isEqualTo(replaced(user("Mail eve@example.org")).pieces());
    }

    @Test
    void placeholder_isTurnedBackInTheAnswer_ofThisCallOnly() {
        GuardVerdict.Replace mine = replaced(user("Mail " + MAIL));
        GuardVerdict.Replace other = replaced(user("Mail eve@example.org"));
        String answer = "Sent to [EMAIL_1].";
        assertThat(mine.restorer().open(Kind.ASSISTANT).whole(answer)).isEqualTo("Sent to " + MAIL + ".");
        assertThat(other.restorer().open(Kind.ASSISTANT).whole(answer)).isEqualTo("Sent to eve@example.org.");
        assertThat(mine.restorer().toString()).doesNotContain("ann");
        assertThat(mine.restorer().open(Kind.REASONING).whole(answer)).isEqualTo(answer);
    }

    @Test
    void placeholder_isTurnedBackAcrossTheBordersOfAStream() {
        GuardVerdict.Replace verdict = replaced(user("Mail " + MAIL));
        String answer = "[a] [EMAIL_1], [[EMAIL_1]] [EMAIL_2] [EMAIL_";
        for (int size = 1; size < answer.length(); size++) {
            TextFilter filter = verdict.restorer().open(Kind.ASSISTANT);
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < answer.length(); i += size) {
                out.append(filter.push(answer.substring(i, Math.min(answer.length(), i + size))));
            }
            assertThat(out.append(filter.finish())).hasToString("[a] " + MAIL + ", [" + MAIL + "] [EMAIL_2] [EMAIL_");
        }
    }

    @Test
    void nameThatTheTextHolds_isNotGivenAgain() {
        GuardVerdict.Replace verdict = replaced(user("What is [EMAIL_1]? Mail " + MAIL));
        assertThat(verdict.pieces()).containsExactly("What is [EMAIL_1]? Mail [EMAIL_2]");
        assertThat(verdict.restorer().open(Kind.ASSISTANT).whole("[EMAIL_1] [EMAIL_2]"))
                .isEqualTo("[EMAIL_1] " + MAIL);
    }

    @Test
    void redaction_isForGood() {
        GuardVerdict.Replace verdict = replaced(user("password: Tr0ub4dor&3"));
        assertThat(verdict.pieces()).containsExactly("password: [SECRET]");
        assertThat(verdict.restorer().open(Kind.ASSISTANT).whole("[SECRET]")).isEqualTo("[SECRET]");
    }

    @Test
    void longSecret_isTakenOutWhole() {
        String token = "a1B2c3D4e5F6g7H8".repeat(200);
        assertThat(replaced(user("refresh_token=" + token + " end")).pieces())
                .containsExactly("refresh_token=[SECRET] end");
    }

    @Test
    void block_letsNothingGoOn_andTellsNothing() {
        GuardVerdict verdict =
                on(PiiClass.IBAN, PiiAction.BLOCK).inspect(input(Direction.REQUEST, 0, user(MAIL), user(IBAN)));
        assertThat(verdict).isInstanceOfSatisfying(GuardVerdict.Block.class, block -> {
            assertThat(block.category()).isEqualTo("IBAN");
            assertThat(block.remedy()).contains("IBAN");
            assertThat(block.findings()).hasSize(2);
        });
        assertThat(verdict.toString()).doesNotContain("3704", "ann");
    }

    @Test
    void tag_leavesTheText_andIgnoreDoesNotLook() {
        assertThat(on(PiiClass.IBAN, PiiAction.TAG).inspect(input(Direction.REQUEST, 0, user(IBAN))))
                .isInstanceOf(GuardVerdict.Tag.class);
        assertThat(on(PiiClass.IBAN, PiiAction.IGNORE).inspect(input(Direction.REQUEST, 0, user(IBAN))))
                .isSameAs(GuardVerdict.pass());
    }

    @Test
    void unreadableParts_areTagged_orBlocked() {
        assertThat(GUARD.inspect(input(Direction.REQUEST, 2, user("hi"))).findings())
                .containsExactly(new GuardFinding(PiiGuard.UNREADABLE, Kind.DOCUMENT, 2));
        PiiGuard strict =
                PiiGuard.of(PiiPolicy.builder().onOpaque(PiiAction.BLOCK).build());
        assertThat(strict.inspect(input(Direction.REQUEST, 1, user("hi")))).isInstanceOf(GuardVerdict.Block.class);
    }

    @Test
    void json_isReadWithItsEscapes_andStaysJson() {
        String json =
                "{\"to\":\"ann\\u0040example.com\",\"note\":\"first\\nann@example.com\",\"card\":4111111111111111}";
        GuardVerdict.Replace verdict = replaced(new GuardPiece(Kind.TOOL_INPUT, json));
        assertThat(verdict.pieces())
                .containsExactly("{\"to\":\"[EMAIL_1]\",\"note\":\"first\\n[EMAIL_1]\",\"card\":\"[PAYMENT_CARD_1]\"}");
    }

    @Test
    void jsonOfToolsAndSchemas_isReadAsSuch_andStaysJson() {
        String json = "{\"m\":\"ann\\u0040example.com\",\"n\":[\"line\\tann@example.com\",4111111111111111]}";
        String expected = "{\"m\":\"[EMAIL_1]\",\"n\":[\"line\\t[EMAIL_1]\",\"[PAYMENT_CARD_1]\"]}";
        assertThat(replaced(new GuardPiece(Kind.TOOL_RESULT, json)).pieces()).containsExactly(expected);
        assertThat(replaced(new GuardPiece(Kind.DEFINITION, " " + json + "\n")).pieces())
                .containsExactly(" " + expected + "\n");
        assertThat(replaced(new GuardPiece(Kind.TOOL_RESULT, "{ann@example.com: no JSON} at all"))
                        .pieces())
                .containsExactly("{[EMAIL_1]: no JSON} at all");
        assertThat(replaced(new GuardPiece(Kind.TOOL_RESULT, "[no JSON, but ann@example.com]"))
                        .pieces())
                .containsExactly("[no JSON, but \"[EMAIL_1]\"]");
    }

    @Test
    void names_areTheSameInTheNextTurn_whereTheModelThoughtOfThem() {
        GuardPiece first = user("Write to " + MAIL);
        assertThat(replaced(first).pieces()).containsExactly("Write to [EMAIL_1]");

        GuardPiece thought = new GuardPiece(Kind.REASONING, "[EMAIL_1] wants an answer; [EMAIL_2] is nobody");
        GuardVerdict.Replace second = replaced(first, thought, user("Now to bob@example.com"));
        assertThat(second.pieces()).containsExactly("Write to [EMAIL_1]", thought.text(), "Now to [EMAIL_2]");
        assertThat(second.restorer().open(Kind.ASSISTANT).whole("To [EMAIL_1]")).isEqualTo("To " + MAIL);
    }

    @Test
    void value_isEscapedWhereItIsTurnedBackInJson() {
        PiiGuard guard = on(PiiClass.SECRET, PiiAction.PLACEHOLDER);
        GuardVerdict.Replace verdict =
                (GuardVerdict.Replace) guard.inspect(input(Direction.REQUEST, 0, user("password: 'a\"b\\c1D2'")));
        assertThat(verdict.restorer().open(Kind.TOOL_INPUT).whole("{\"p\":\"[SECRET_1]\"}"))
                .isEqualTo("{\"p\":\"a\\\"b\\\\c1D2\"}");
    }

    @Test
    void streamedToolInput_isReleasedWhole() {
        StreamInspector inspector =
                on(PiiClass.EMAIL, PiiAction.REDACT).inspectStream(RequestContext.defaults(), Kind.TOOL_INPUT);
        assertThat(inspector.push("{\"to\":\"ann@exam")).isEmpty();
        assertThat(inspector.push("ple.com\"}")).isEmpty();
        assertThat(inspector.finish()).isEqualTo("{\"to\":\"[EMAIL]\"}");
    }

    @Test
    void streamThatBlocks_releasesNothingOfIt_andNothingMore() {
        StreamInspector inspector =
                on(PiiClass.IBAN, PiiAction.BLOCK).inspectStream(RequestContext.defaults(), Kind.ASSISTANT);
        assertThat(inspector.push("The account is DE89 3704 0044 ")).isEqualTo("The account is ");
        assertThat(inspector.blocked()).isEmpty();
        assertThat(inspector.push("0532 0130 00 and")).isEmpty();
        assertThat(inspector.blocked()).isPresent();
        assertThat(inspector.push("nothing more ") + inspector.finish()).isEmpty();
        assertThat(inspector.findings()).containsExactly(new GuardFinding("IBAN", Kind.ASSISTANT, 1));
    }

    @Test
    void answers_areTagged_butForSecrets() {
        assertThat(GUARD.inspect(input(Direction.RESPONSE, 0, new GuardPiece(Kind.ASSISTANT, MAIL))))
                .isInstanceOf(GuardVerdict.Tag.class);
        assertThat(GUARD.inspect(input(Direction.RESPONSE, 0, new GuardPiece(Kind.ASSISTANT, "password: Tr0ub4dor&3"))))
                .isInstanceOf(GuardVerdict.Replace.class);
    }

    @Test
    void policy_refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> PiiPolicy.builder().onResponse(PiiAction.PLACEHOLDER))
                .hasMessage("pii.response: PLACEHOLDER (expected: IGNORE, TAG, REDACT or BLOCK)");
        assertThatThrownBy(() -> PiiPolicy.builder().onOpaque(PiiAction.REDACT))
                .hasMessage("pii.opaque: REDACT (expected: IGNORE, TAG or BLOCK)");
    }

    @Test
    void policy_startsFromAnother() {
        PiiPolicy policy = PiiPolicy.defaults().toBuilder()
                .onRequest(PiiAction.TAG)
                .onOpaque(PiiAction.IGNORE)
                .build();
        assertThat(Set.copyOf(policy.request().values())).containsExactly(PiiAction.TAG);
        assertThat(policy.response()).isEqualTo(PiiPolicy.defaults().response());
        assertThat(policy.opaque()).isEqualTo(PiiAction.IGNORE);
        assertThat(PiiClass.nationalIds()).hasSize(11).doesNotContain(PiiClass.SECRET);
    }
}
