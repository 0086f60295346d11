package dev.hybridrouter.test.bedrock.rules;

/** The pages and threads that rules rest on. */
final class Docs {
    static final String MESSAGE = api("Message");
    static final String DOCUMENT = api("DocumentBlock");
    static final String TOOL_RESULT = api("ToolResultBlock");
    static final String CONVERSE = api("Converse");
    static final String CACHING = "https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html";
    static final String TOOLS = "https://docs.aws.amazon.com/bedrock/latest/userguide/tool-use.html";
    static final String CLAUDE =
            "https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html";

    private Docs() {}

    private static String api(String type) {
        return "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_" + type + ".html";
    }

    static String reports(String... threads) {
        return "Reported: " + String.join(", ", github(threads));
    }

    private static String[] github(String... threads) {
        String[] addresses = threads.clone();
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = "https://github.com/" + addresses[i];
        }
        return addresses;
    }
}
