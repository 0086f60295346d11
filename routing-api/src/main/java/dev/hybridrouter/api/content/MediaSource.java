package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.net.URI;

/** Where the bytes of an image or a document come from. */
public sealed interface MediaSource {
    /**
     * Bytes sent with the request.
     *
     * @param blob the bytes
     */
    record Inline(Blob blob) implements MediaSource {
        /** Refuses null. */
        public Inline {
            Check.notNull(blob, "blob");
        }
    }

    /**
     * An object the provider reads by itself.
     *
     * @param uri location, for Bedrock an {@code s3://} URI
     */
    record Remote(URI uri) implements MediaSource {
        /** Refuses a relative URI. */
        public Remote {
            if (!Check.notNull(uri, "uri").isAbsolute()) {
                throw Check.invalid("uri", "relative", "an absolute URI such as s3://bucket/key");
            }
        }

        @Override
        public String toString() {
            return "Remote[" + uri.getScheme() + "]";
        }
    }

    /** Returns the bytes as a source. */
    static MediaSource bytes(byte[] bytes) {
        return new Inline(Blob.of(bytes));
    }

    /** Returns the location as a source. */
    static MediaSource at(URI uri) {
        return new Remote(uri);
    }
}
