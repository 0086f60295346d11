package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.stream.Stream;

/** The kinds of constraint that the service model puts on values. */
enum ShapeRule {
    TYPE("shape.type", "A value has the JSON type of its member; bytes are Base64. Null counts as absent."),
    REQUIRED("shape.required", "Required members are present."),
    LENGTH("shape.length", "Strings and bytes are as long as their shape allows."),
    PATTERN(
            "shape.pattern",
            "Strings match the pattern of their shape: names of tools, ids of tool uses, model ids, metadata."),
    ENUM("shape.enum", "Strings with prescribed values have one of them: roles, formats, lifetimes, tiers."),
    RANGE(
            "shape.range",
            "Numbers lie in the range of their shape: maxTokens from 1, temperature and topP from 0 to 1."),
    SIZE(
            "shape.size",
            "Lists and maps have as many entries as their shape allows: tools, stop sequences, request metadata."),
    UNION(
            "shape.union",
            "A union sets exactly one of its members. Unknown members of structures are ignored, as the protocol demands; in a"
                    + " union they do not count.");

    private static final String SOURCE =
            "Service model of Amazon Bedrock Runtime (API 2023-09-30) with the rules of its protocol,"
                    + " https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html";

    private final String id;
    private final String statement;

    ShapeRule(String id, String statement) {
        this.id = id;
        this.statement = statement;
    }

    String id() {
        return id;
    }

    static List<ServiceRule> all() {
        return Stream.of(values())
                .map(rule -> new ServiceRule(rule.id, rule.statement, SOURCE))
                .toList();
    }
}
