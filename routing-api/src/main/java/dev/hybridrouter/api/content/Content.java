package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.List;

/**
 * One block of a message: what a caller sends or a model answers. Every {@code toString} tells kind and size, never the
 * content itself.
 */
public sealed interface Content {
    /** Returns a text block. */
    static Content text(String text) {
        return new Text(text);
    }

    /**
     * Plain text.
     *
     * @param text the text; may be empty in an answer
     */
    record Text(String text) implements Content {
        /** Refuses null. */
        public Text {
            Check.notNull(text, "text");
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * A picture.
     *
     * @param format format name as the provider spells it: png, jpeg, gif, webp
     * @param source its bytes or location
     */
    record Image(String format, MediaSource source) implements Content {
        /** Refuses a malformed format name. */
        public Image {
            Check.name(format, "image.format");
            Check.notNull(source, "image.source");
        }
    }

    /**
     * A document.
     *
     * @param name name shown to the model; keep it neutral, the model reads it
     * @param format format name as the provider spells it: pdf, csv, doc, docx, xls, xlsx, html, txt, md
     * @param source its bytes or location
     */
    record Document(String name, String format, MediaSource source) implements Content {
        /** Refuses a blank name or a malformed format name. */
        public Document {
            Check.notBlank(name, "document.name");
            Check.name(format, "document.format");
            Check.notNull(source, "document.source");
        }

        @Override
        public String toString() {
            return "Document[" + format + ", " + source + "]";
        }
    }

    /**
     * The model's wish to have a tool called.
     *
     * @param id identifies this use; the tool result repeats it
     * @param name the tool's name
     * @param input the arguments
     */
    record ToolUse(String id, String name, Json input) implements Content {
        /** Refuses blank ids and names. */
        public ToolUse {
            Check.notBlank(id, "toolUse.id");
            Check.notBlank(name, "toolUse.name");
            Check.notNull(input, "toolUse.input");
        }
    }

    /**
     * What a tool answered.
     *
     * @param toolUseId the id of the tool use it answers
     * @param content text, JSON as text, images or documents; at least one block
     * @param status whether the tool succeeded
     */
    record ToolResult(String toolUseId, List<Content> content, Status status) implements Content {
        /** Whether the tool succeeded. */
        public enum Status {
            /** The tool did what was asked. */
            SUCCESS,
            /** The tool failed; the content says why. */
            ERROR
        }

        /** Refuses blocks that a tool cannot return. */
        public ToolResult {
            Check.notBlank(toolUseId, "toolResult.toolUseId");
            content = Check.notEmpty(content, "toolResult.content");
            Check.notNull(status, "toolResult.status");
            for (Content block : content) {
                if (!(block instanceof Text || block instanceof Image || block instanceof Document)) {
                    throw Check.invalid("toolResult.content", block, "text, images and documents only");
                }
            }
        }

        /** Returns a successful result of one text block. */
        public static ToolResult text(String toolUseId, String text) {
            return new ToolResult(toolUseId, List.of(new Text(text)), Status.SUCCESS);
        }
    }

    /**
     * The model's reasoning with the signature by which the provider recognises it. A signature is bound to provider
     * and model: send it back to the model that wrote it only.
     *
     * @param text the reasoning
     * @param signature the provider's signature; empty where it gave none
     */
    record Reasoning(String text, String signature) implements Content {
        /** Refuses null. */
        public Reasoning {
            Check.notNull(text, "reasoning.text");
            Check.notNull(signature, "reasoning.signature");
        }

        @Override
        public String toString() {
            return "Reasoning[" + text.length() + " characters]";
        }
    }

    /**
     * Reasoning that the provider returned encrypted. It means something to that provider and model only.
     *
     * @param data the encrypted reasoning
     */
    record RedactedReasoning(Blob data) implements Content {
        /** Refuses null. */
        public RedactedReasoning {
            Check.notNull(data, "redactedReasoning.data");
        }
    }

    /**
     * Asks the provider to cache the prompt up to here. Ignored by targets without
     * {@code Capability.PROMPT_CACHING}.
     *
     * @param ttl how long the provider should keep it; zero leaves it to the provider
     */
    record CachePoint(Duration ttl) implements Content {
        /** Refuses a negative time. */
        public CachePoint {
            Check.notNegative(ttl, "cachePoint.ttl");
        }

        /** Returns a cache point with the provider's own time to live. */
        public static CachePoint standard() {
            return new CachePoint(Duration.ZERO);
        }
    }
}
