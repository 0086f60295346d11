package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.internal.cache.CacheKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request taken apart: the text a user said last, and all else that can change the answer. Only requests with an equal rest
 * are ever compared.
 *
 * @param text what was said last
 * @param rest the key of the same request with that text left out
 */
public record SimilarQuery(String text, CacheKey rest) {
    /** The parts of a request; null if it does not end with plain text of a user, or with too much of it. */
    static @Nullable SimilarQuery of(CacheKey key, int maxCharacters) {
        RouteRequest request = key.request();
        List<Message> messages = request.messages();
        if (messages.isEmpty()) {
            return null;
        }
        Message last = messages.get(messages.size() - 1);
        if (!last.role().equals(Role.USER)
                || last.content().size() != 1
                || !(last.content().get(0) instanceof Content.Text text)
                || text.text().isBlank()
                || text.text().length() > maxCharacters) {
            return null;
        }
        return new SimilarQuery(text.text(), rest(key, request, messages));
    }

    private static CacheKey rest(CacheKey key, RouteRequest request, List<Message> messages) {
        List<Message> rest = new ArrayList<>(messages);
        rest.set(rest.size() - 1, Message.user(""));
        return key.with(request.toBuilder().clearMessages().messages(rest).build());
    }

    @Override
    public String toString() {
        return "Question[" + text.length() + " characters]";
    }
}
