package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.spi.guard.TextFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings back in what one caller sees what guards took out of its request: in text and tool input, not in reasoning, to which
 * the provider's signature is bound.
 *
 * @param inspected what guards made of the request
 */
public record Restoration(Inspected<?> inspected) {
    /** Whether anything was taken out. */
    public boolean isNeeded() {
        return !inspected.restorers().isEmpty();
    }

    /** The result as its caller sees it. */
    public RouteResult of(RouteResult result) {
        return result.fold(
                answered -> new RouteResult.Answered(of(answered.response()), answered.target(), answered.decision()),
                rejected -> rejected,
                failed -> new RouteResult.Failed(failed.failure(), of(failed.delivered()), failed.decision()));
    }

    private ModelResponse of(ModelResponse response) {
        return inspected.restorers().isEmpty() ? response : Texts.ofAnswer(response, this::whole);
    }

    /** A block as its caller sees it. */
    public @Nullable Content of(Content block) {
        return inspected.restorers().isEmpty() ? block : Texts.ofBlock(block, this::whole);
    }

    private String whole(Kind kind, String text) {
        return kind == Kind.REASONING ? text : open(kind).whole(text);
    }

    /** A filter for a block that comes in pieces. */
    public TextFilter open(Kind kind) {
        List<TextFilter> filters = new ArrayList<>();
        for (Restorer restorer : inspected.restorers()) {
            filters.add(restorer.open(kind));
        }
        return filters.size() == 1 ? filters.get(0) : new Chain(filters);
    }

    private record Chain(List<TextFilter> filters) implements TextFilter {
        @Override
        public String push(String text) {
            String passing = text;
            for (TextFilter filter : filters) {
                passing = passing.isEmpty() ? passing : filter.push(passing);
            }
            return passing;
        }

        @Override
        public String finish() {
            String passing = "";
            for (TextFilter filter : filters) {
                passing = filter.whole(passing);
            }
            return passing;
        }
    }
}
