package dev.hybridrouter.test.bedrock.rules;

/** The blocks of the service model that turns, system texts and tool results are made of. */
final class ContentShapes {
    static final StringShape TEXT = StringShape.any();
    static final StringShape TOOL_NAME = StringShape.any().length(1, 64).matching("[a-zA-Z0-9_-]+");

    static final StructureShape CACHE_POINT = StructureShape.empty()
            .required("type", StringShape.oneOf("default"))
            .optional("ttl", StringShape.oneOf("5m", "1h"));

    static final UnionShape GUARD_CONTENT = guarded("GuardrailConverseContentBlock");

    private static final StringShape TOOL_USE_ID =
            StringShape.any().length(1, 64).matching("[a-zA-Z0-9_.:-]+");

    private static final StructureShape CITATIONS_CONFIG =
            StructureShape.empty().required("enabled", Shape.flag());

    private static final StructureShape S3_LOCATION = StructureShape.empty()
            .required("uri", StringShape.any().length(1, 1_024).matching("s3://[a-z0-9][.a-z0-9-]{1,61}[a-z0-9](/.*)?"))
            .optional("bucketOwner", StringShape.any().matching("[0-9]{12}"));

    private static final StructureShape IMAGE =
            media(StringShape.oneOf("png", "jpeg", "gif", "webp"), source("ImageSource"));

    private static final StructureShape VIDEO = StructureShape.empty()
            .required("format", StringShape.oneOf("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"))
            .required("source", source("VideoSource"));

    private static final StructureShape AUDIO = media(
            StringShape.oneOf(
                    "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga",
                    "pcm", "webm"),
            source("AudioSource"));

    private static final StructureShape DOCUMENT = StructureShape.empty()
            .optional("format", StringShape.oneOf("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"))
            .required("name", StringShape.any().length(1, 200))
            .required(
                    "source",
                    source("DocumentSource")
                            .member("text", TEXT)
                            .member(
                                    "content",
                                    ListShape.of(UnionShape.named("DocumentContentBlock")
                                            .member("text", TEXT))))
            .optional("context", TEXT)
            .optional("citations", CITATIONS_CONFIG);

    private static final StructureShape SEARCH_RESULT = StructureShape.empty()
            .required("source", TEXT)
            .required("title", TEXT)
            .required("content", ListShape.of(StructureShape.empty().required("text", TEXT)))
            .optional("citations", CITATIONS_CONFIG);

    private static final StructureShape TOOL_USE = StructureShape.empty()
            .required("toolUseId", TOOL_USE_ID)
            .required("name", TOOL_NAME)
            .required("input", Shape.document())
            .optional("type", StringShape.oneOf("server_tool_use"));

    private static final StructureShape TOOL_RESULT = StructureShape.empty()
            .required("toolUseId", TOOL_USE_ID)
            .required(
                    "content",
                    ListShape.of(UnionShape.named("ToolResultContentBlock")
                            .member("json", Shape.document())
                            .member("text", TEXT)
                            .member("image", IMAGE)
                            .member("document", DOCUMENT)
                            .member("video", VIDEO)
                            .member("searchResult", SEARCH_RESULT)))
            .optional("status", StringShape.oneOf("success", "error"))
            .optional("type", TEXT);

    private static final UnionShape REASONING = UnionShape.named("ReasoningContentBlock")
            .member(
                    "reasoningText",
                    StructureShape.empty().required("text", TEXT).optional("signature", TEXT))
            .member("redactedContent", Shape.bytes(0));

    private static final StructureShape TOOL_CHANGE = StructureShape.empty()
            .optional(
                    "tool",
                    StructureShape.empty()
                            .optional("type", TEXT)
                            .optional("name", TEXT)
                            .optional("serverName", TEXT));

    static final UnionShape MESSAGE_BLOCK = UnionShape.named("ContentBlock")
            .member("text", TEXT)
            .member("image", IMAGE)
            .member("document", DOCUMENT)
            .member("video", VIDEO)
            .member("audio", AUDIO)
            .member("toolUse", TOOL_USE)
            .member("toolResult", TOOL_RESULT)
            .member("guardContent", GUARD_CONTENT)
            .member("cachePoint", CACHE_POINT)
            .member("reasoningContent", REASONING)
            .member("citationsContent", CitationShapes.CONTENT)
            .member("searchResult", SEARCH_RESULT)
            .member("toolAddition", TOOL_CHANGE)
            .member("toolRemoval", TOOL_CHANGE);

    private ContentShapes() {}

    /** Text or an image for a guardrail. */
    static UnionShape guarded(String name) {
        return UnionShape.named(name)
                .member(
                        "text",
                        StructureShape.empty()
                                .required("text", TEXT)
                                .optional(
                                        "qualifiers",
                                        ListShape.of(StringShape.oneOf("grounding_source", "query", "guard_content"))))
                .member(
                        "image",
                        StructureShape.empty()
                                .required("format", StringShape.oneOf("png", "jpeg"))
                                .required(
                                        "source",
                                        UnionShape.named("ImageSource").member("bytes", Shape.bytes(1))));
    }

    private static UnionShape source(String name) {
        return UnionShape.named(name).member("bytes", Shape.bytes(1)).member("s3Location", S3_LOCATION);
    }

    private static StructureShape media(StringShape format, Shape source) {
        return StructureShape.empty()
                .required("format", format)
                .required("source", source)
                .optional("error", StructureShape.empty().optional("message", TEXT));
    }
}
