package dev.hybridrouter.core.internal.cache;

import dev.hybridrouter.api.content.Message;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of the fields of a key, to tell which of them differ between two requests. 32 bits each: enough for a report, too
 * little to find a text by. The last message is the question: requests that do not share it are not compared.
 */
final class Fingerprint {
    private static final List<Field> FIELDS = List.of(
            new Field("system", key -> ContentHash.ofBlocks(key.request().system())),
            new Field(
                    "earlier messages",
                    key -> ContentHash.of(allButLast(key.request().messages()))),
            new Field("tools", key -> key.request().tools()),
            new Field("tool choice", key -> key.request().toolChoice()),
            new Field("response format", key -> key.request().responseFormat()),
            new Field("max tokens", key -> key.request().parameters().maxTokens()),
            new Field("temperature", key -> key.request().parameters().temperature()),
            new Field("top p", key -> key.request().parameters().topP()),
            new Field("stop sequences", key -> key.request().parameters().stopSequences()),
            new Field("provider options", CacheKey::options),
            new Field("residency", key -> key.request().context().residency()),
            new Field("retention", key -> key.request().context().maxRetention()),
            new Field("sharing", key -> key.request().context().maxSharing().name()),
            new Field("age of evidence", key -> key.request().context().maxEvidenceAge()),
            new Field("purpose", key -> key.request().context().purpose()),
            new Field(
                    "sensitivity", key -> key.request().context().sensitivity().name()),
            new Field("partition", CacheKey::partition));

    private final int question;
    private final int[] hashes = new int[FIELDS.size()];

    private Fingerprint(int question) {
        this.question = question;
    }

    private record Field(String name, Function<CacheKey, Object> value) {}

    static Fingerprint of(CacheKey key) {
        List<Message> messages = key.request().messages();
        Fingerprint print = new Fingerprint(ContentHash.of(messages.get(messages.size() - 1)));
        for (int i = 0; i < print.hashes.length; i++) {
            print.hashes[i] = FIELDS.get(i).value.apply(key).hashCode();
        }
        return print;
    }

    private static List<Message> allButLast(List<Message> messages) {
        return messages.subList(0, messages.size() - 1);
    }

    int question() {
        return question;
    }

    /** In how many fields another differs. */
    int distance(Fingerprint other) {
        int differences = 0;
        for (int i = 0; i < hashes.length; i++) {
            differences += hashes[i] == other.hashes[i] ? 0 : 1;
        }
        return differences;
    }

    /** The fields in which another differs. */
    String differences(Fingerprint other) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != other.hashes[i]) {
                names.append(names.length() == 0 ? "" : " and ").append(FIELDS.get(i).name);
            }
        }
        return names.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprint that && question == that.question && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return 31 * question + Arrays.hashCode(hashes);
    }
}
