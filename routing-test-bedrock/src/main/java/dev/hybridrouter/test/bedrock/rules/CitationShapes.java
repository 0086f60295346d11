package dev.hybridrouter.test.bedrock.rules;

import static dev.hybridrouter.test.bedrock.rules.ContentShapes.TEXT;

/** Generated text with the places that it cites. */
final class CitationShapes {
    private static final UnionShape LOCATION = UnionShape.named("CitationLocation")
            .member("web", StructureShape.empty().optional("url", TEXT).optional("domain", TEXT))
            .member("documentChar", range("documentIndex"))
            .member("documentPage", range("documentIndex"))
            .member("documentChunk", range("documentIndex"))
            .member("searchResultLocation", range("searchResultIndex"));

    static final StructureShape CONTENT = StructureShape.empty()
            .optional(
                    "content",
                    ListShape.of(UnionShape.named("CitationGeneratedContent").member("text", TEXT)))
            .optional(
                    "citations",
                    ListShape.of(StructureShape.empty()
                            .optional("title", TEXT)
                            .optional("source", TEXT)
                            .optional(
                                    "sourceContent",
                                    ListShape.of(UnionShape.named("CitationSourceContent")
                                            .member("text", TEXT)))
                            .optional("location", LOCATION)));

    private CitationShapes() {}

    private static StructureShape range(String index) {
        NumberShape place = NumberShape.integerFrom(0);
        return StructureShape.empty()
                .optional(index, place)
                .optional("start", place)
                .optional("end", place);
    }
}
