package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import java.util.List;

/**
 * A caller who takes the answer in pieces: what progress notifications carry of its text, as block 0, and when the result
 * comes, what they did not. A notification without text is an empty piece, a sign of life.
 */
final class McpStreamCall implements ToolCall {
    private final ResultReader reader;
    private final Pieces out;
    private final StringBuilder streamed = new StringBuilder();
    private boolean begun;

    McpStreamCall(ResultReader reader, Pieces out) {
        this.reader = reader;
        this.out = out;
    }

    @Override
    public void progress(McpProgress progress) {
        String text;
        try {
            text = reader.text(progress);
        } catch (RuntimeException e) { // the host's function
            text = "";
        }
        if (streamed.length() + text.length() > Limits.MESSAGE) {
            out.giveUp(new ProviderException(
                    FailureKind.MALFORMED_RESPONSE, "the text of the progress notifications does not end"));
            return;
        }
        streamed.append(text);
        begun = true;
        out.stream(text);
    }

    @Override
    public void result(McpResult result) {
        try {
            ModelResponse answer = reader.read(result);
            List<Content> content = answer.content();
            boolean continues = !content.isEmpty() && content.get(0) instanceof Content.Text;
            int first = begun && !continues ? 1 : 0;
            if (begun && continues) {
                piece(new Delta.TextDelta(0, rest(((Content.Text) content.get(0)).text())));
            } else if (!streamed.isEmpty()) {
                throw contradiction();
            }
            for (int i = begun && continues ? 1 : 0; i < content.size(); i++) {
                block(first + i, content.get(i));
            }
            out.finish(new ProviderEvent.Finished(
                    answer.stopReason(),
                    answer.usage(),
                    answer.metadata(ProviderMetadata.class).orElse(null)));
        } catch (ProviderException e) {
            failed(e.failure());
        }
    }

    /** What of the text was not streamed. */
    private String rest(String whole) {
        if (!whole.startsWith(streamed.toString())) {
            throw contradiction();
        }
        return whole.substring(streamed.length());
    }

    private static ProviderException contradiction() {
        return new ProviderException(
                FailureKind.MALFORMED_RESPONSE,
                "the result does not begin with the text of the progress notifications");
    }

    private void block(int number, Content content) {
        if (content instanceof Content.Text text) {
            piece(new Delta.TextDelta(number, text.text()));
        } else if (content instanceof Content.Reasoning reasoning) {
            piece(new Delta.ReasoningDelta(number, reasoning.text()));
            piece(new Delta.ReasoningSignature(number, reasoning.signature()));
        } else {
            piece(new Delta.BlockCompleted(number, content));
        }
    }

    private void piece(Delta delta) {
        out.add(new ProviderEvent.Piece(delta));
    }

    @Override
    public void failed(ProviderFailure why) {
        boolean paid = !streamed.isEmpty() && why.billing() == Billing.NONE;
        out.fail(new ProviderException(paid ? possiblyBilled(why) : why));
    }

    /** What was streamed was generated, whatever went wrong then. */
    private static ProviderFailure possiblyBilled(ProviderFailure why) {
        ProviderFailure.Builder failure =
                ProviderFailure.builder(why.kind(), why.message()).billing(Billing.POSSIBLE);
        why.retryAfter().ifPresent(failure::retryAfter);
        why.requestId().ifPresent(failure::requestId);
        why.cause().ifPresent(failure::cause);
        return failure.build();
    }
}
