package dev.hybridrouter.test.bedrock.rules;

/**
 * Where a value lies in a request. The service writes places in two ways: {@code messages.0.content.1.text} in its own rules,
 * and {@code messages.1.member.content.2.member.text} where a value breaks its model.
 */
record MemberPath(String dotted, String ofModel) {
    static final MemberPath ROOT = new MemberPath("", "");

    MemberPath member(String name) {
        return new MemberPath(join(dotted, name), join(ofModel, name));
    }

    MemberPath item(int index) {
        return new MemberPath(join(dotted, Integer.toString(index)), join(ofModel, (index + 1) + ".member"));
    }

    private static String join(String start, String next) {
        return start.isEmpty() ? next : start + '.' + next;
    }

    @Override
    public String toString() {
        return dotted;
    }
}
