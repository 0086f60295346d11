package dev.hybridrouter.guard;

/** A text that counts how often a character is looked at. */
final class CountingText extends Text {
    private long looks;

    private CountingText(char[] source, int length, boolean whole) {
        super(source, length, whole);
    }

    static CountingText whole(String text) {
        return new CountingText(text.toCharArray(), text.length(), true);
    }

    static CountingText growing() {
        return new CountingText(new char[16], 0, false);
    }

    @Override
    char at(int position) {
        looks++;
        return super.at(position);
    }

    long looks() {
        return looks;
    }
}
