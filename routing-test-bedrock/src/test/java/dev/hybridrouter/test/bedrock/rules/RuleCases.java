package dev.hybridrouter.test.bedrock.rules;

import static dev.hybridrouter.test.bedrock.rules.RuleCase.CLAUDE;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.NEWER_CLAUDE;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.NOVA;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.OLDER_CLAUDE;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.UNKNOWN;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.breaks;
import static dev.hybridrouter.test.bedrock.rules.RuleCase.breaksFor;

import java.util.List;
import java.util.stream.Stream;

/** At least one case for each rule, the way of each to be broken. */
final class RuleCases {
    private static final String CHAT = "{'messages':[{'role':'user','content':[{'text':'Hi'}]},"
            + "{'role':'assistant','content':[{'text':'Hello'}]},{'role':'user','content':[{'text':'Bye'}]}]}";
    private static final String SYSTEM = CHAT.replace("{'messages'", "{'system':[{'text':'Be brief.'}],'messages'");
    private static final String TOOLS = "{'messages':[{'role':'user','content':[{'text':'Weather?'}]},"
            + "{'role':'assistant','content':[{'toolUse':{'toolUseId':'u1','name':'weather','input':{'city':'Rome'}}},"
            + "{'toolUse':{'toolUseId':'u2','name':'weather','input':{'city':'Oslo'}}}]},"
            + "{'role':'user','content':[{'toolResult':{'toolUseId':'u1','content':[{'text':'11 C'}],'status':'error'}},"
            + "{'toolResult':{'toolUseId':'u2','content':[{'json':{'degrees':4}}]}},{'text':'And?'}]}],"
            + "'toolConfig':{'tools':[{'toolSpec':{'name':'weather','description':'Tells it.',"
            + "'inputSchema':{'json':{'type':'object'}}}},{'toolSpec':{'name':'clock','inputSchema':{'json':{'type':'object'}}}}],"
            + "'toolChoice':{'tool':{'name':'weather'}}}}";
    private static final String DOCUMENT =
            "{'document':{'format':'pdf','name':'costs (2026) [a-1]','source':{'bytes':'AQ=='}}}";
    private static final String IMAGE = "{'image':{'format':'png','source':{'bytes':'AQ=='}}}";
    private static final String MEDIA = "{'messages':[{'role':'user','content':[" + DOCUMENT + "," + IMAGE
            + ",{'text':'Read it.'}]},{'role':'assistant','content':[{'text':'Read.'}]},"
            + "{'role':'user','content':[{'text':'Thanks'}]}]}";
    private static final String CACHED =
            "{'system':[{'text':'Be brief.'},{'cachePoint':{'type':'default','ttl':'1h'}}],"
                    + "'messages':[{'role':'user','content':[{'text':'Hi'},{'cachePoint':{'type':'default'}}]}]}";
    private static final String REASONED = "{'messages':[{'role':'user','content':[{'text':'2+2?'}]},"
            + "{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'Easy.','signature':'sig'}}},"
            + "{'text':'4'}]},{'role':'user','content':[{'text':'3+3?'}]}]}";
    private static final String PREFILL =
            "{'messages':[{'role':'user','content':[{'text':'How many?'}]},{'role':'assistant','content':[{'text':'It is'}]}]}";
    private static final String FIELDS = CHAT.replace(
            "{'messages'",
            "{'inferenceConfig':{'maxTokens':100,'temperature':1,'stopSequences':['END']},"
                    + "'guardrailConfig':{'guardrailIdentifier':'gr1','guardrailVersion':'3'},"
                    + "'additionalModelRequestFields':{'top_k':3},'additionalModelResponseFieldPaths':['/stop_sequence'],"
                    + "'requestMetadata':{'user':'u1'},'performanceConfig':{'latency':'optimized'},"
                    + "'serviceTier':{'type':'default'},"
                    + "'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{}'}}}},"
                    + "'messages'");
    private static final String COUNTED = "{'input':{'converse':" + CHAT + "}}";
    private static final String GUARDED =
            "{'source':'INPUT','content':[{'text':{'text':'Hi','qualifiers':['query']}}]}";
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final String COHERE = "cohere.embed-multilingual-v3";

    private RuleCases() {}

    static List<RuleCase> all() {
        return Stream.of(
                        shapes(),
                        turns(),
                        texts(),
                        tools(),
                        pairs(),
                        media(),
                        caches(),
                        reasoning(),
                        fields(),
                        others())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RuleCase> shapes() {
        return List.of(
                breaks("body.json", CHAT, "}]}]}", "}]}", "not a JSON object"),
                breaks("body.json", CHAT, CHAT, "not json", "not a JSON object"),
                breaks("body.json", CHAT, CHAT, "[]", "not a JSON object"),
                breaks("body.json", CHAT, CHAT, CHAT + "{}", "not a JSON object"),
                breaks("shape.type", CHAT, "[{'text':'Bye'}]", "'Bye'", "messages.2.content"),
                breaks("shape.type", CHAT, "'Bye'", "7", "messages.2.content.0.text"),
                breaks("shape.type", MEDIA, "AQ==", "%", "messages.0.content.0.document.source.bytes"),
                breaks("shape.type", FIELDS, "100", "2.5", "inferenceConfig.maxTokens"),
                breaks("shape.required", CHAT, "'role':'assistant',", "", "messages.2.member.role"),
                breaks("shape.required", TOOLS, ",'input':{'city':'Rome'}", ",'input':null", "toolUse.input"),
                breaks("shape.length", TOOLS, "'description':'Tells it.'", "'description':''", "toolSpec.description"),
                breaks("shape.length", MEDIA, "costs (2026) [a-1]", "x".repeat(201), "document.name"),
                breaks("shape.length", MEDIA, IMAGE, IMAGE.replace("AQ==", ""), "image.source.bytes"),
                breaks(
                        "shape.pattern",
                        TOOLS,
                        "'name':'clock'",
                        "'name':'files.read'",
                        "toolConfig.tools.2.member.toolSpec.name"),
                breaks(
                        "shape.pattern",
                        TOOLS,
                        "'toolUseId':'u2','name'",
                        "'toolUseId':'u 2','name'",
                        "toolUse.toolUseId"),
                breaks("shape.pattern", FIELDS, "'u1'", "'M\u00fcller'", "requestMetadata.user.value"),
                breaks("shape.pattern", FIELDS, "'3'", "'latest'", "guardrailConfig.guardrailVersion"),
                breaks("shape.enum", CHAT, "'assistant'", "'admin'", "messages.2.member.role"),
                breaks("shape.enum", MEDIA, "'png'", "'jpg'", "image.format"),
                breaks("shape.enum", CACHED, "'1h'", "'2h'", "cachePoint.ttl"),
                breaks("shape.enum", FIELDS, "'optimized'", "'fast'", "performanceConfig.latency"),
                breaks("shape.range", FIELDS, "100", "0", "inferenceConfig.maxTokens"),
                breaks("shape.range", FIELDS, "'temperature':1", "'temperature':1.01", "inferenceConfig.temperature"),
                breaks("shape.size", FIELDS, "{'user':'u1'}", "{}", "requestMetadata"),
                breaks("shape.size", FIELDS, "['/stop_sequence']", "[" + "'/a',".repeat(10) + "'/a']", "FieldPaths"),
                breaks("shape.union", CHAT, "{'text':'Bye'}", "{}", "messages.2.content.0"),
                breaks("shape.union", CHAT, "{'text':'Bye'}", "{'sound':'Bye'}", "messages.2.content.0"),
                breaks(
                        "shape.union",
                        CHAT,
                        "{'text':'Bye'}",
                        "{'text':'Bye','cachePoint':{'type':'default'}}",
                        "content.0"));
    }

    private static List<RuleCase> turns() {
        return List.of(
                breaks("turn.present", CHAT, CHAT, "{}", "messages"),
                breaks("turn.present", CHAT, CHAT, "", "messages"),
                breaks("turn.present", CHAT, CHAT, "{'messages':[]}", "messages"),
                breaks(
                        RequestKind.COUNT_TOKENS,
                        UNKNOWN,
                        "turn.present",
                        COUNTED,
                        CHAT,
                        "{}",
                        "input.converse.messages"),
                breaks("turn.content", CHAT, "[{'text':'Hello'}]", "[]", "messages.1"),
                breaks("turn.first-user", CHAT, "{'role':'user','content':[{'text':'Hi'}]},", "", "messages.0"),
                breaks("turn.alternate", CHAT, "assistant", "user", "messages.1"),
                breaksFor(
                        NEWER_CLAUDE,
                        "turn.last-user",
                        CHAT,
                        ",{'role':'user','content':[{'text':'Bye'}]}",
                        "",
                        "messages.1"));
    }

    private static List<RuleCase> texts() {
        String guarded = CHAT.replace("{'text':'Bye'}", "{'guardContent':{'text':{'text':'Bye'}}}");
        return List.of(
                breaks("text.blank", CHAT, "'Hello'", "' \\n'", "messages.1.content.0.text"),
                breaks("text.system-blank", SYSTEM, "Be brief.", " ", "system.0.text"),
                breaks("text.guarded-blank", guarded, "Bye", "", "messages.2.content.0.guardContent.text.text"),
                breaks("text.result-blank", TOOLS, "11 C", "", "messages.2.content.0.toolResult.content.0.text"),
                breaksFor(CLAUDE, "text.prefill-space", PREFILL, "It is", "It is ", "messages.1.content.0.text"),
                breaksFor(CLAUDE, "text.stop-blank", FIELDS, "'END'", "'\\n'", "inferenceConfig.stopSequences.0"));
    }

    private static List<RuleCase> tools() {
        String schema = "'clock','inputSchema':{'json':{'type':'object'}}";
        return List.of(
                breaks(
                        "tool.config",
                        TOOLS,
                        TOOLS.substring(TOOLS.indexOf(",'toolConfig'")),
                        "}",
                        "messages.1.content.0"),
                breaks(
                        "tool.schema",
                        TOOLS,
                        schema,
                        "'clock','inputSchema':{'json':{}}",
                        "tools.1.toolSpec.inputSchema.json.type"),
                breaks(
                        "tool.schema",
                        TOOLS,
                        schema,
                        "'clock','inputSchema':{'json':'{}'}",
                        "tools.1.toolSpec.inputSchema.json"),
                breaksFor(
                        CLAUDE, "tool.name-unique", TOOLS, "'clock'", "'weather'", "toolConfig.tools.1.toolSpec.name"),
                breaks(
                        "tool.choice",
                        TOOLS,
                        "{'tool':{'name':'weather'}",
                        "{'tool':{'name':'other'}",
                        "toolConfig.toolChoice.tool.name"),
                breaksFor(
                        "mistral.mistral-large-2402-v1:0",
                        "tool.choice-model",
                        TOOLS.replace(",'status':'error'", "").replace("'tool':{'name':'weather'}", "'auto':{}"),
                        "'auto':{}",
                        "'tool':{'name':'weather'}",
                        "toolConfig.toolChoice.tool"),
                breaks("tool.input", TOOLS, "{'city':'Rome'}", "'{}'", "messages.1.content.0.toolUse.input"),
                breaks("tool.result-json", TOOLS, "{'degrees':4}", "[4]", "toolResult.content.0.json"));
    }

    private static List<RuleCase> pairs() {
        String second = "{'toolResult':{'toolUseId':'u2','content':[{'json':{'degrees':4}}]}}";
        return List.of(
                breaks(
                        "pair.role",
                        TOOLS,
                        "{'text':'Weather?'}",
                        "{'text':'Weather?'},{'toolUse':{'toolUseId':'u0','name':'clock','input':{}}}",
                        "messages.0.content.1"),
                breaks("pair.id-unique", TOOLS, "'toolUseId':'u2'", "'toolUseId':'u1'", "messages.1.content.1"),
                breaksFor(
                        CLAUDE,
                        "pair.id-model",
                        TOOLS,
                        "'u1'",
                        "'functions.weather:0'",
                        "messages.1.content.0.tool_use.id"),
                breaks("pair.answered", TOOLS, second + ",", "", "messages.2.content for the following Ids: u2"),
                breaks(
                        "pair.answered",
                        TOOLS,
                        TOOLS.substring(
                                TOOLS.indexOf(",{'role':'user','content':[{'toolResult'"),
                                TOOLS.indexOf(",'toolConfig'")),
                        "]",
                        "messages.2.content for the following Ids: u1, u2"),
                breaks("pair.known", TOOLS, second, second + "," + second.replace("u2", "u3"), "messages.2.content.2"),
                breaks("pair.known", TOOLS, second, second + "," + second, "messages.2.content.2"),
                breaksFor(
                        CLAUDE,
                        "pair.first",
                        TOOLS,
                        second + ",{'text':'And?'}",
                        "{'text':'And?'}," + second,
                        "messages.2.content"),
                breaks("pair.error-content", TOOLS, "[{'text':'11 C'}]", "[]", "messages.2.content.0.toolResult"),
                breaksFor(
                        "writer.palmyra-x4-v1:0",
                        "pair.status-model",
                        TOOLS.replace(",'status':'error'", "").replace("'tool':{'name':'weather'}", "'auto':{}"),
                        "[{'text':'11 C'}]",
                        "[{'text':'11 C'}],'status':'success'",
                        "messages.2.content.0"));
    }

    private static List<RuleCase> media() {
        return List.of(
                breaks("document.name", MEDIA, "costs (2026)", "costs.pdf", "messages.0.content.0.document.name"),
                breaks("document.name", MEDIA, "costs (2026)", "costs  2026", "messages.0.content.0.document.name"),
                breaks("document.name", MEDIA, "costs (2026)", "\u00dcbersicht", "messages.0.content.0.document.name"),
                breaks(
                        "document.name",
                        TOOLS,
                        "{'text':'11 C'}",
                        DOCUMENT.replace("costs", "slack-file://F07"),
                        "messages.2.content.0.toolResult.content.0.document.name"),
                breaks(
                        "document.name-unique",
                        MEDIA,
                        "{'text':'Thanks'}",
                        "{'text':'Thanks'}," + DOCUMENT,
                        "messages.2.content.1.document.name"),
                breaks("document.text", MEDIA, ",{'text':'Read it.'}", "", "messages.0.content"),
                breaks(
                        "document.count",
                        MEDIA,
                        DOCUMENT,
                        Stream.of(1, 2, 3, 4, 5, 6)
                                .map(i -> DOCUMENT.replace("costs", "costs " + i))
                                .reduce((one, next) -> one + "," + next)
                                .orElseThrow(),
                        "messages.0.content"),
                breaks(
                        "document.size",
                        MEDIA,
                        DOCUMENT,
                        DOCUMENT.replace("AQ==", "AAAA".repeat(1_500_001)),
                        "document.source.bytes"),
                breaks("image.count", MEDIA, IMAGE, IMAGE + ("," + IMAGE).repeat(20), "messages.0.content"),
                breaks(
                        "image.size",
                        MEDIA,
                        IMAGE,
                        IMAGE.replace("AQ==", "AAAA".repeat(1_250_001)),
                        "image.source.bytes"),
                breaks("media.role", MEDIA, "{'text':'Read.'}", "{'text':'Read.'}," + IMAGE, "messages.1.content.1"));
    }

    private static List<RuleCase> caches() {
        String point = "{'cachePoint':{'type':'default'}}";
        String csv = CACHED.replace("'text':'Hi'}", "'text':'Hi'}," + DOCUMENT);
        return List.of(
                breaksFor(
                        "us.meta.llama3-3-70b-instruct-v1:0",
                        "cache.model",
                        SYSTEM,
                        "'Be brief.'}",
                        "'Be brief.'}," + point,
                        "system.1"),
                breaksFor(
                        NOVA,
                        "cache.nova",
                        TOOLS,
                        "],'toolChoice'",
                        "," + point + "],'toolChoice'",
                        "toolConfig.tools.2"),
                breaksFor(
                        NOVA,
                        "cache.nova",
                        TOOLS,
                        "{'text':'And?'}",
                        point + ",{'text':'And?'}",
                        "messages.2.content.2"),
                breaksFor(
                        OLDER_CLAUDE,
                        "cache.hour-model",
                        CACHED.replace(",'ttl':'1h'", ""),
                        "{'type':'default'}}]}]",
                        "{'type':'default','ttl':'1h'}}]}]",
                        "messages.0.content.1"),
                breaksFor(
                        CLAUDE,
                        "cache.count",
                        CACHED,
                        "'Hi'}",
                        "'Hi'}" + ("," + point + ",{'text':'more'}").repeat(3),
                        "messages.0.content.7"),
                breaksFor(
                        CLAUDE,
                        "cache.order",
                        CACHED.replace(",'ttl':'1h'", ""),
                        "{'type':'default'}}]}]",
                        "{'type':'default','ttl':'1h'}}]}]",
                        "messages.0.content.1"),
                breaks("cache.first", CACHED, "{'text':'Hi'},", "", "messages.0.content.0"),
                breaksFor(CLAUDE, "cache.behind", csv, "'pdf'", "'csv'", "messages.0.content.2"),
                breaksFor(
                        CLAUDE,
                        "cache.behind",
                        REASONED,
                        ",{'text':'4'}",
                        "," + point + ",{'text':'4'}",
                        "messages.1.content.1"));
    }

    private static List<RuleCase> reasoning() {
        String block = "{'reasoningContent':{'reasoningText':{'text':'Easy.','signature':'sig'}}}";
        return List.of(
                breaks(
                        "reasoning.role",
                        REASONED,
                        "{'text':'3+3?'}",
                        block + ",{'text':'3+3?'}",
                        "messages.2.content.0"),
                breaksFor(CLAUDE, "reasoning.signature", REASONED, ",'signature':'sig'", "", "messages.1.content.0"),
                breaksFor(
                        "us.deepseek.r1-v1:0",
                        "reasoning.model",
                        CHAT,
                        "{'text':'Hello'}",
                        block + ",{'text':'Hello'}",
                        "messages.1.content.0"));
    }

    private static List<RuleCase> fields() {
        return List.of(
                breaks("field.additional", FIELDS, "{'top_k':3}", "[3]", "additionalModelRequestFields"),
                breaks(
                        "field.pointer",
                        FIELDS,
                        "'/stop_sequence'",
                        "'stop_sequence'",
                        "additionalModelResponseFieldPaths.0"),
                breaks("field.guardrail", FIELDS, ",'guardrailVersion':'3'", "", "guardrailConfig.guardrailVersion"),
                breaks("field.answer-schema", FIELDS, "'schema':'{}'", "'schema':'{'", "jsonSchema.schema"),
                breaksFor(
                        CLAUDE, "field.one-sampling", FIELDS, "'temperature':1", "'temperature':1,'topP':0.9", "top_p"),
                breaksFor(
                        NEWER_CLAUDE,
                        "field.no-sampling",
                        FIELDS,
                        "'temperature':1",
                        "'temperature':0.5",
                        "temperature"));
    }

    private static List<RuleCase> others() {
        return List.of(
                breaks(
                        RequestKind.CONVERSE_STREAM,
                        UNKNOWN,
                        "shape.enum",
                        FIELDS.replace("'3'}", "'3','streamProcessingMode':'sync'}"),
                        "'sync'",
                        "'both'",
                        "guardrailConfig.streamProcessingMode"),
                breaks(RequestKind.COUNT_TOKENS, UNKNOWN, "shape.union", COUNTED, COUNTED, "{'input':{}}", "input"),
                breaks(
                        RequestKind.COUNT_TOKENS,
                        UNKNOWN,
                        "text.blank",
                        COUNTED,
                        "'Hi'",
                        "''",
                        "input.converse.messages.0.content.0.text"),
                breaks(RequestKind.APPLY_GUARDRAIL, "gr1:3", "shape.enum", GUARDED, "'INPUT'", "'BOTH'", "source"),
                breaks(
                        RequestKind.APPLY_GUARDRAIL,
                        "gr1:DRAFT",
                        "shape.enum",
                        GUARDED,
                        "'query'",
                        "'question'",
                        "content.1.member.text.qualifiers"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        TITAN,
                        "body.json",
                        "{'inputText':'cat'}",
                        "{",
                        "",
                        "not a JSON object"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        TITAN,
                        "embed.keys",
                        "{'inputText':'cat'}",
                        "}",
                        ",'input_type':'x'}",
                        "input_type"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        "amazon.titan-embed-text-v1",
                        "embed.keys",
                        "{'inputText':'cat'}",
                        "}",
                        ",'dimensions':256}",
                        "dimensions"),
                breaks(RequestKind.INVOKE_MODEL, TITAN, "embed.text", "{'inputText':'cat'}", "cat", "", "inputText"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        TITAN,
                        "embed.dimensions",
                        "{'inputText':'cat','dimensions':512}",
                        "512",
                        "12",
                        "dimensions"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        COHERE,
                        "embed.texts",
                        "{'texts':['a'],'input_type':'clustering'}",
                        "['a']",
                        "['a'" + ",'a'".repeat(96) + "]",
                        "texts"),
                breaks(
                        RequestKind.INVOKE_MODEL,
                        COHERE,
                        "embed.input-type",
                        "{'texts':['a'],'input_type':'clustering'}",
                        ",'input_type':'clustering'",
                        "",
                        "input_type"));
    }
}
