package dev.hybridrouter.guard;

/** DNI (eight digits and a letter) and NIE (X, Y or Z, seven digits and a letter): the letter is the remainder by 23. */
final class SpanishDetector implements Detector {
    private static final String LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final int DIGITS = 8;

    @Override
    public void look(Text text, int start, Best best) {
        int foreign = "XYZ".indexOf(Chars.upper(text.at(start)));
        int number = Math.max(foreign, 0);
        int i = start;
        int count = 0;
        if (foreign >= 0) {
            count = 1;
            i += Chars.isHyphen(text.at(start + 1)) ? 2 : 1;
        }
        while (count < DIGITS) {
            if (text.at(i) == '.' && (count == 2 || count == 5)) {
                i++;
            }
            if (!Chars.isDigit(text.at(i))) {
                return;
            }
            number = number * 10 + text.at(i) - '0';
            count++;
            i++;
        }
        boolean apart = Chars.isGap(text.at(i));
        i += apart ? 1 : 0;
        char letter = apart ? text.at(i) : Chars.upper(text.at(i));
        if (letter == LETTERS.charAt(number % LETTERS.length()) && text.isBorder(i + 1)) {
            best.offer(PiiClass.ES_DNI_NIE, start, i + 1, true);
        }
    }
}
