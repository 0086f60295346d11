package dev.hybridrouter.test.bedrock.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cache points: how many, in which order, behind what and for which model. */
final class CacheRules {
    private static final int POINTS = 4;
    private static final String HOUR = "1h";
    private static final String MODEL = "cache.model";

    private static final ConversationRule KNOWN_TO_MODEL = new ConversationRule(
            new ServiceRule(
                    MODEL,
                    "Cache points go to models that know them (Claude, Nova); to others access is denied.",
                    Docs.CACHING + ". "
                            + Docs.reports(
                                    "BerriAI/litellm/pull/39210",
                                    "Boise-State-Development/agentcore-public-stack/pull/1064")),
            CacheRules::model);

    private static final ConversationRule NOVA = ConversationRule.ofModel(
            "cache.nova",
            "Nova takes no cache point among the tools, nor right behind a tool result.",
            Docs.reports(
                    "LibreChat-AI/agents/pull/253",
                    "NousResearch/hermes-agent/issues/97281",
                    "aws-samples/bedrock-engineer/pull/71",
                    "zeroclaw-labs/zeroclaw/issues/8720"),
            CacheRules::nova);

    private static final ConversationRule HOUR_MODEL = ConversationRule.ofModel(
            "cache.hour-model",
            "Cache points of an hour go to models that know them (Claude 4.5 and later).",
            Docs.CACHING + ". " + Docs.reports("can1357/oh-my-pi/pull/6409"),
            CacheRules::hourModel);

    private static final ConversationRule COUNT = ConversationRule.ofModel(
            "cache.count",
            "A request has at most 4 cache points.",
            Docs.CACHING + ". " + Docs.reports("twentyhq/twenty/issues/26217"),
            CacheRules::count);

    private static final ConversationRule ORDER = ConversationRule.ofModel(
            "cache.order",
            "No cache point of an hour follows one of five minutes, in the order tools, system, messages.",
            Docs.CACHING + ". "
                    + Docs.reports("strands-agents/harness-sdk/issues/2121", "strands-agents/harness-sdk/pull/3571"),
            CacheRules::order);

    private static final ConversationRule FIRST = ConversationRule.ofModel(
            "cache.first",
            "A cache point stands behind the content that it closes, so never first in its list.",
            Docs.CACHING,
            CacheRules::first);

    private static final ConversationRule BEHIND = ConversationRule.ofModel(
            "cache.behind",
            "No cache point stands right behind a document other than PDF, or behind reasoning.",
            Docs.reports("strands-agents/harness-sdk/pull/2001", "strands-agents/harness-sdk/pull/3677")
                    + ", and the rules of thinking blocks in " + Docs.CLAUDE,
            CacheRules::behind);

    private CacheRules() {}

    static List<ConversationRule> all() {
        return List.of(KNOWN_TO_MODEL, NOVA, HOUR_MODEL, COUNT, ORDER, FIRST, BEHIND);
    }

    /** All lists that may hold cache points, in the order in which the service caches. */
    private static List<List<Block>> lists(Conversation conversation) {
        List<List<Block>> lists = new ArrayList<>();
        lists.add(conversation.tools());
        lists.add(conversation.system());
        conversation.turns().forEach(turn -> lists.add(turn.blocks()));
        return lists;
    }

    private static List<Block> points(Conversation conversation) {
        return lists(conversation).stream()
                .flatMap(List::stream)
                .filter(block -> block.is("cachePoint"))
                .toList();
    }

    private static Optional<Refusal> model(Conversation conversation) {
        return conversation.isFor(ModelTrait.NO_CACHE_POINTS)
                ? points(conversation).stream()
                        .findFirst()
                        .map(point -> new Refusal(
                                MODEL,
                                403,
                                "AccessDeniedException",
                                "You invoked an unsupported model or your request did not allow prompt caching; there is a"
                                        + " cachePoint at " + point.at() + "."))
                : Optional.empty();
    }

    private static Optional<String> nova(Conversation conversation) {
        return conversation.isFor(ModelTrait.NOVA)
                ? Stream.concat(
                                conversation.tools().stream().filter(tool -> tool.is("cachePoint")),
                                behind(conversation, block -> block.is("toolResult")))
                        .map(point -> "Malformed input request: " + point.at() + ": extraneous key [cachePoint] is not"
                                + " permitted")
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> hourModel(Conversation conversation) {
        boolean fiveMinutesOnly =
                (conversation.isFor(ModelTrait.CLAUDE) && !conversation.isFor(ModelTrait.CACHES_FOR_AN_HOUR))
                        || conversation.isFor(ModelTrait.NOVA);
        return fiveMinutesOnly
                ? points(conversation).stream()
                        .filter(CacheRules::isHour)
                        .map(point -> point.at() + ".cachePoint.ttl: this model does not support a ttl of 1h")
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> count(Conversation conversation) {
        List<Block> points = points(conversation);
        return points.size() > POINTS
                ? Optional.of(points.get(POINTS).at() + ".cachePoint: a maximum of " + POINTS
                        + " cache points may be provided, found " + points.size())
                : Optional.empty();
    }

    private static Optional<String> order(Conversation conversation) {
        List<Block> points = points(conversation);
        for (int i = 1; i < points.size(); i++) {
            if (isHour(points.get(i)) && !isHour(points.get(i - 1))) {
                return Optional.of(points.get(i).at() + ".cachePoint.ttl: a ttl of 1h must not come after a ttl of 5m,"
                        + " as at " + points.get(i - 1).at());
            }
        }
        return Optional.empty();
    }

    private static boolean isHour(Block point) {
        return point.text("cachePoint", "ttl").equals(HOUR);
    }

    private static Optional<String> first(Conversation conversation) {
        return lists(conversation).stream()
                .filter(list -> !list.isEmpty() && list.get(0).is("cachePoint"))
                .map(list -> list.get(0).at() + ".cachePoint: there is nothing before it to cache")
                .findFirst();
    }

    private static Optional<String> behind(Conversation conversation) {
        return behind(conversation, CacheRules::cannotBeMarked)
                .map(point -> point.at() + ".type: Field required; a cachePoint cannot stand behind this block")
                .findFirst();
    }

    /** The cache points right behind such blocks. */
    private static Stream<Block> behind(Conversation conversation, Predicate<Block> before) {
        return lists(conversation).stream().flatMap(list -> IntStream.range(1, list.size())
                .filter(i -> list.get(i).is("cachePoint") && before.test(list.get(i - 1)))
                .mapToObj(list::get));
    }

    private static boolean cannotBeMarked(Block block) {
        boolean plainDocument =
                block.is("document") && !block.text("document", "format").equals("pdf");
        return plainDocument || block.is("reasoningContent");
    }
}
