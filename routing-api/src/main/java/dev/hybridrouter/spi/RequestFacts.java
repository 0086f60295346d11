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
 * @param inputCharacters characters of text in system, messages and tools
 * @param images number of images
 * @param documents number of documents
 * @param streaming whether the answer is streamed
 */
public record RequestFacts(
        RequestContext context,
        InferenceParameters parameters,
        Set<Capability> needs,
        long inputCharacters,
        int images,
        int documents,
        boolean streaming) {

    /** Returns the same facts with other parameters of generation. */
    public RequestFacts with(InferenceParameters others) {
        return new RequestFacts(context, others, needs, inputCharacters, images, documents, streaming);
    }
}
