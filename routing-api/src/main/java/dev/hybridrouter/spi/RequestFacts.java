package dev.hybridrouter.spi;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Capability;
import java.util.Set;

/**
 * What constraints and strategies may know of a request: who asks, what the answer needs, how large it is. Not its
 * content, so that text can never steer where it goes.
 *
 * @param context who asks and what for
 * @param parameters parameters of generation
 * @param needs capabilities a target must have to serve it
 * @param input how large it is
 * @param streaming whether the answer is streamed
 */
public record RequestFacts(
        RequestContext context,
        InferenceParameters parameters,
        Set<Capability> needs,
        InputSize input,
        boolean streaming) {

    /** Returns the same facts with other parameters of generation. */
    public RequestFacts with(InferenceParameters others) {
        return new RequestFacts(context, others, needs, input, streaming);
    }
}
