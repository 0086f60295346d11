package dev.hybridrouter.test.bedrock.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Documents and images. */
final class MediaRules {
    private static final int DOCUMENTS = 5;
    private static final int IMAGES = 20;
    private static final int DOCUMENT_BYTES = 4_500_000;
    private static final int IMAGE_BYTES = 3_750_000;
    private static final Predicate<String> NAME =
            Pattern.compile("[\\p{Alnum}\\s()\\[\\]-]+").asMatchPredicate();
    private static final Predicate<String> RUN_OF_SPACES =
            Pattern.compile("\\s{2}").asPredicate();

    private static final ConversationRule DOCUMENT_NAME = ConversationRule.ofService(
            "document.name",
            "The name of a document has letters, digits, hyphens, parentheses, square brackets and single white"
                    + " space only. Underscores are refused as documented, though they were seen to pass.",
            Docs.DOCUMENT + ". " + Docs.reports("vercel/ai/pull/20366", "anomalyco/opencode/pull/48756"),
            MediaRules::name);

    private static final ConversationRule DOCUMENT_NAME_UNIQUE = ConversationRule.ofService(
            "document.name-unique",
            "No two documents of a request have one name, those in tool results included.",
            Docs.reports("maximhq/bifrost/issues/7003", "BerriAI/litellm/pull/30093"),
            MediaRules::uniqueName);

    private static final ConversationRule DOCUMENT_TEXT = ConversationRule.ofService(
            "document.text",
            "Text goes with the documents of a message.",
            Docs.MESSAGE + ". " + Docs.reports("archestra-ai/archestra/pull/4220"),
            MediaRules::text);

    private static final ConversationRule DOCUMENT_COUNT = ConversationRule.ofService(
            "document.count",
            "A message has at most 5 documents.",
            Docs.MESSAGE,
            conversation -> tooMany(conversation, "document", DOCUMENTS));

    private static final ConversationRule DOCUMENT_SIZE = ConversationRule.ofService(
            "document.size",
            "A document has at most 4.5 MB.",
            Docs.MESSAGE,
            conversation -> tooLarge(conversation, "document", DOCUMENT_BYTES));

    private static final ConversationRule IMAGE_COUNT = ConversationRule.ofService(
            "image.count",
            "A message has at most 20 images.",
            Docs.MESSAGE,
            conversation -> tooMany(conversation, "image", IMAGES));

    private static final ConversationRule IMAGE_SIZE = ConversationRule.ofService(
            "image.size",
            "An image has at most 3.75 MB.",
            Docs.MESSAGE,
            conversation -> tooLarge(conversation, "image", IMAGE_BYTES));

    private static final ConversationRule MEDIA_ROLE = ConversationRule.ofService(
            "media.role", "Images and documents are the user's.", Docs.MESSAGE, MediaRules::role);

    private MediaRules() {}

    static List<ConversationRule> all() {
        return List.of(
                DOCUMENT_NAME,
                DOCUMENT_NAME_UNIQUE,
                DOCUMENT_TEXT,
                DOCUMENT_COUNT,
                DOCUMENT_SIZE,
                IMAGE_COUNT,
                IMAGE_SIZE,
                MEDIA_ROLE);
    }

    private static Optional<String> name(Conversation conversation) {
        return conversation
                .allDepths("document")
                .filter(document -> !isName(document.text("document", "name")))
                .map(document ->
                        "The name at " + document.at() + ".document.name can only contain alphanumeric characters,"
                                + " single white space, hyphens, parentheses and square brackets.")
                .findFirst();
    }

    private static boolean isName(String name) {
        return NAME.test(name) && !RUN_OF_SPACES.test(name);
    }

    private static Optional<String> uniqueName(Conversation conversation) {
        Set<String> seen = new HashSet<>();
        return conversation
                .allDepths("document")
                .filter(document -> !seen.add(document.text("document", "name")))
                .map(document -> "Messages can't contain duplicate document names, as at " + document.at()
                        + ".document.name. Rename the document and try again.")
                .findFirst();
    }

    private static Optional<String> text(Conversation conversation) {
        return conversation.turns().stream()
                .filter(turn ->
                        !turn.all("document").isEmpty() && turn.all("text").isEmpty())
                .map(turn -> "A text block must be included with the documents at " + turn.at() + ".content.")
                .findFirst();
    }

    private static Optional<String> tooMany(Conversation conversation, String kind, int most) {
        return conversation.turns().stream()
                .filter(turn -> turn.all(kind).size() > most)
                .map(turn -> "The number of " + kind + " blocks at " + turn.at() + ".content exceeds the limit of "
                        + most + ".")
                .findFirst();
    }

    private static Optional<String> tooLarge(Conversation conversation, String kind, int most) {
        return conversation
                .allDepths(kind)
                .filter(block -> decoded(block.text(kind, "source", "bytes")) > most)
                .map(block -> "The " + kind + " at " + block.at() + '.' + kind + ".source.bytes exceeds the limit of "
                        + most + " bytes.")
                .findFirst();
    }

    private static long decoded(String base64) {
        return base64.length() * 3L / 4 - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
    }

    private static Optional<String> role(Conversation conversation) {
        return conversation.turns().stream()
                .filter(turn -> !turn.isUser())
                .flatMap(turn -> turn.blocks().stream())
                .filter(block -> block.is("image") || block.is("document"))
                .map(block -> "The block at " + block.at() + " can only be in a message of the role user.")
                .findFirst();
    }
}
