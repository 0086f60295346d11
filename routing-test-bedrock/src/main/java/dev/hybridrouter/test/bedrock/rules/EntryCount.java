package dev.hybridrouter.test.bedrock.rules;

/** How many entries a list or map may have. */
final class EntryCount {
    private EntryCount() {}

    static void check(MemberPath at, int size, int least, int most, Findings findings) {
        if (size < least) {
            findings.violated(ShapeRule.SIZE, at, "Member must have length greater than or equal to " + least);
        } else if (size > most) {
            findings.violated(ShapeRule.SIZE, at, "Member must have length less than or equal to " + most);
        }
    }
}
