package dev.hybridrouter.spi;

import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Speaks to one kind of backend. Implementations MUST be safe for use by many threads, and MUST pass the adapter
 * compatibility kit of {@code routing-test}.
 *
 * <ul>
 *   <li>One call is one attempt: an adapter MUST NOT retry, nor let its SDK retry.
 *   <li>Every failure MUST arrive as a {@link ProviderException}, whether thrown, by the future or by {@code onError};
 *       the router takes anything else for {@code OTHER}.
 *   <li>What is wrong with a request, whoever is asked, is {@code INVALID_REQUEST}; what another adapter or model might take
 *       is {@code UNSUPPORTED}.
 *   <li>No method may block on the network. Futures and subscribers may be completed on any thread.
 *   <li>Messages, logs and exceptions' texts MUST NOT hold prompt or answer text.
 *   <li>An adapter MUST ignore provider options of other adapters.
 * </ul>
 */
public interface ProviderAdapter extends AutoCloseable {
    /** Name by which targets refer to this adapter. Constant, unique within a router. */
    String id();

    /** What the adapter can carry at all. Constant. A target cannot declare more. */
    Set<Capability> capabilities();

    /**
     * Checks a target when the router is built.
     *
     * @throws IllegalArgumentException if the adapter cannot serve it, for example a region without client; the message
     *     names the field and the fix
     */
    void check(Target target);

    /**
     * Returns whether the adapter can hand the target an image or a document that is at an address of this scheme. Pure, and
     * constant for a target. The router plans no request for a target that cannot. Default: true; a call with media that
     * turn out not to be taken then fails as {@code UNSUPPORTED}.
     *
     * @param target where the request would be sent
     * @param scheme scheme of the address, such as {@code https} or {@code s3}, in lower case
     */
    default boolean takesMediaAt(Target target, String scheme) {
        return true;
    }

    /**
     * Returns how data are handled by whoever stands between the adapter and the target, such as an MCP server. Pure, and asked
     * when the router is built. The target's handling is then that of {@linkplain Handling#alongside both}. Default: empty,
     * nobody does, or the target's own handling states it.
     */
    default Optional<Handling> handling(Target target) {
        return Optional.empty();
    }

    /**
     * Returns whether the adapter reads provider options of a type. Pure, and constant. Their
     * {@linkplain ProviderOptions#handling handling} then has to keep to what the request requires. Default: true, because to
     * take options for read that are not refuses a target too many, and the other way round would let data go unseen.
     */
    default boolean reads(Class<? extends ProviderOptions> options) {
        return true;
    }

    /**
     * Under which model and scope the provider bills a target, for looking up its price. Pure. Unless overridden, the
     * target's model in its region, or {@link BilledModel#ANYWHERE} if it has none.
     */
    default BilledModel billedAs(Target target) {
        return new BilledModel(target.model(), target.region().orElse(BilledModel.ANYWHERE));
    }

    /**
     * At which service tier the provider bills a request, for looking up its price. Pure. Unless overridden,
     * {@value BilledModel#DEFAULT_TIER}.
     */
    default String billedTier(RouteRequest request) {
        return BilledModel.DEFAULT_TIER;
    }

    /**
     * Returns whether the adapter calls {@link ProviderCall#beginSending} for each call before it sends it. Then a call that ends
     * before that costs nothing, and the kill switch still stops a call that waits for a connection. Otherwise the router takes
     * each call as sent, and possibly billed, from the moment it hands it to the adapter. Constant. Default: false.
     */
    default boolean reportsSending() {
        return false;
    }

    /**
     * Makes one call. Cancelling the future MUST abort the call on the wire.
     *
     * @return completes with the whole answer or exceptionally with a {@link ProviderException}
     */
    CompletableFuture<ModelResponse> call(ProviderCall call);

    /**
     * Returns a publisher of one streamed call, which begins when it is subscribed to; it takes one subscriber. It MUST
     * honour demand as far as the wire allows, MUST send exactly one terminal signal, and MUST send
     * {@link ProviderEvent.Finished} just before {@code onComplete}: a stream that ends without the provider's own stop
     * message is an error. Cancelling MUST abort the call on the wire.
     */
    Flow.Publisher<ProviderEvent> stream(ProviderCall call);

    /** Releases what the adapter itself opened; what the host handed in stays open. Idempotent. */
    @Override
    void close();
}
