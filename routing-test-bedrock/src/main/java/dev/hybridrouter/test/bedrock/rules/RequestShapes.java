package dev.hybridrouter.test.bedrock.rules;

import static dev.hybridrouter.test.bedrock.rules.ContentShapes.CACHE_POINT;
import static dev.hybridrouter.test.bedrock.rules.ContentShapes.GUARD_CONTENT;
import static dev.hybridrouter.test.bedrock.rules.ContentShapes.TEXT;
import static dev.hybridrouter.test.bedrock.rules.ContentShapes.TOOL_NAME;

/** The requests of the service model, down to their messages. A test holds the members against the SDK's own model. */
final class RequestShapes {
    static final StringShape MODEL_ID = StringShape.any()
            .length(1, 2_048)
            .matching(
                    "[a-zA-Z0-9._:-]+|arn:aws(-[a-z-]+)?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:[a-z-]+/[a-zA-Z0-9:._/-]+");
    static final StringShape GUARDRAIL_ID = StringShape.any()
            .length(0, 2_048)
            .matching("|[a-z0-9]+|arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+");
    static final StringShape GUARDRAIL_VERSION = StringShape.any().matching("|[1-9][0-9]{0,7}|DRAFT");

    private static final StringShape NOT_EMPTY = StringShape.any().length(1, Integer.MAX_VALUE);
    private static final String METADATA = "[a-zA-Z0-9\\s:_@$#=/+,-.]";

    private static final StructureShape MESSAGE = StructureShape.empty()
            .required("role", StringShape.oneOf("user", "assistant", "system"))
            .required("content", ListShape.of(ContentShapes.MESSAGE_BLOCK));

    private static final ListShape SYSTEM = ListShape.of(UnionShape.named("SystemContentBlock")
            .member("text", NOT_EMPTY)
            .member("guardContent", GUARD_CONTENT)
            .member("cachePoint", CACHE_POINT));

    private static final UnionShape TOOL = UnionShape.named("Tool")
            .member(
                    "toolSpec",
                    StructureShape.empty()
                            .required("name", TOOL_NAME)
                            .optional("description", NOT_EMPTY)
                            .required(
                                    "inputSchema",
                                    UnionShape.named("ToolInputSchema").member("json", Shape.document()))
                            .optional("strict", Shape.flag()))
            .member("systemTool", StructureShape.empty().required("name", TOOL_NAME))
            .member("cachePoint", CACHE_POINT);

    private static final StructureShape TOOL_CONFIG = StructureShape.empty()
            .required("tools", ListShape.of(TOOL).size(1, Integer.MAX_VALUE))
            .optional(
                    "toolChoice",
                    UnionShape.named("ToolChoice")
                            .member("auto", StructureShape.empty())
                            .member("any", StructureShape.empty())
                            .member("tool", StructureShape.empty().required("name", TOOL_NAME)));

    private static final StructureShape INFERENCE = StructureShape.empty()
            .optional("maxTokens", NumberShape.integerFrom(1))
            .optional("temperature", NumberShape.decimal(0, 1))
            .optional("topP", NumberShape.decimal(0, 1))
            .optional("stopSequences", ListShape.of(NOT_EMPTY).size(0, 2_500));

    private static final StructureShape GUARDRAIL = StructureShape.empty()
            .optional("guardrailIdentifier", GUARDRAIL_ID)
            .optional("guardrailVersion", GUARDRAIL_VERSION)
            .optional("trace", StringShape.oneOf("enabled", "disabled", "enabled_full"));

    private static final StructureShape OUTPUT_FORMAT = StructureShape.empty()
            .required("type", StringShape.oneOf("json_schema"))
            .required(
                    "structure",
                    UnionShape.named("OutputFormatStructure")
                            .member(
                                    "jsonSchema",
                                    StructureShape.empty()
                                            .required("schema", TEXT)
                                            .optional("name", TEXT)
                                            .optional("description", TEXT)));

    /** What CountTokens knows of a conversation. */
    static final StructureShape COUNTED = StructureShape.empty()
            .optional("messages", ListShape.of(MESSAGE))
            .optional("system", SYSTEM)
            .optional("toolConfig", TOOL_CONFIG)
            .optional("additionalModelRequestFields", Shape.document());

    static final StructureShape CONVERSE = conversation(GUARDRAIL);

    static final StructureShape CONVERSE_STREAM =
            conversation(GUARDRAIL.optional("streamProcessingMode", StringShape.oneOf("sync", "async")));

    static final StructureShape COUNT_TOKENS = StructureShape.empty()
            .required(
                    "input",
                    UnionShape.named("CountTokensInput")
                            .member("invokeModel", StructureShape.empty().required("body", Shape.bytes(0)))
                            .member("converse", COUNTED));

    static final StructureShape APPLY_GUARDRAIL = StructureShape.empty()
            .required("source", StringShape.oneOf("INPUT", "OUTPUT"))
            .required("content", ListShape.of(ContentShapes.guarded("GuardrailContentBlock")))
            .optional("outputScope", StringShape.oneOf("INTERVENTIONS", "FULL"));

    private RequestShapes() {}

    private static StructureShape conversation(Shape guardrail) {
        return COUNTED.optional("inferenceConfig", INFERENCE)
                .optional("guardrailConfig", guardrail)
                .optional(
                        "promptVariables",
                        MapShape.of(
                                TEXT, UnionShape.named("PromptVariableValues").member("text", TEXT)))
                .optional(
                        "additionalModelResponseFieldPaths",
                        ListShape.of(StringShape.any().length(1, 256)).size(0, 10))
                .optional(
                        "requestMetadata",
                        MapShape.of(
                                        StringShape.any().length(1, 256).matching(METADATA + "{1,256}"),
                                        StringShape.any().length(0, 256).matching(METADATA + "{0,256}"))
                                .size(1, 16))
                .optional(
                        "performanceConfig",
                        StructureShape.empty().optional("latency", StringShape.oneOf("standard", "optimized")))
                .optional(
                        "serviceTier",
                        StructureShape.empty()
                                .required("type", StringShape.oneOf("priority", "default", "flex", "reserved")))
                .optional(
                        "outputConfig",
                        StructureShape.empty()
                                .optional("textFormat", OUTPUT_FORMAT)
                                .optional("effort", TEXT));
    }
}
