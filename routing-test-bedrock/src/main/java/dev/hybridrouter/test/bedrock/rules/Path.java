package dev.hybridrouter.test.bedrock.rules;

/**
 * Where a value lies in a request. The service writes places in two ways: {@code messages.0.content.1.text} in its own rules,
 * and {@code messages.1.member.content.2.member.text} where a value breaks its model.
 */
record Path(String dotted, String ofModel) {
    static final Path ROOT = new Path("", "");

    Path member(String name) {
        return new Path(join(dotted, name), join(ofModel, name));
    }

    Path item(int index) {
        return new Path(join(dotted, Integer.toString(index)), join(ofModel, (index + 1) + ".member"));
    }

    private static String join(String start, String next) {
        return start.isEmpty() ? next : start + '.' + next;
    }

    @Override
    public String toString() {
        return dotted;
    }
}
