package dev.hybridrouter.guard;

/** What follows the name of a secret: {@code password: …}, {@code "api_key": "…"}, {@code my password is …}. */
final class NamedSecretDetector implements Detector {
    private static final int LONGEST_NAME = 48;
    private static final int LONGEST_VALUE = 4_096;
    private static final String[] VERBS = {
        "is ", "ist ", "lautet ", "est ", "es ", "è ", "to ", "to: ", "jest ", "is: ", "é "
    };

    @Override
    public void look(Text text, int start, Best best) {
        int nameEnd = start;
        while (nameEnd - start <= LONGEST_NAME && isName(text.at(nameEnd))) {
            nameEnd++;
        }
        SecretWords.Kind kind = SecretWords.kindOf(text, start, nameEnd);
        if (kind == SecretWords.Kind.NONE) {
            return;
        }
        int from = valueStart(text, nameEnd, start);
        if (from < 0) {
            return;
        }
        int to = valueEnd(text, from);
        if (text.isOut()) {
            return; // it will be asked again, and to weigh a long value takes long
        }
        boolean spoken = Chars.isSpace(text.at(from - 1)) && text.at(from - 2) != ':' && text.at(from - 2) != '=';
        if (SecretValues.isSecret(text, from, to, kind, spoken)) {
            best.offer(PiiClass.SECRET, from, to, true);
        }
    }

    private static boolean isName(char c) {
        return Chars.isWord(c) || c == '-';
    }

    /** Where the value begins behind a sign or a verb; -1 if neither follows. */
    private static int valueStart(Text text, int nameEnd, int start) {
        int i = nameEnd;
        if (Chars.isQuote(text.at(i))) {
            i++;
        }
        i = afterSpaces(text, i);
        int sign = i;
        while (i - sign < 2 && (text.at(i) == ':' || text.at(i) == '=' || (i > sign && text.at(i) == '>'))) {
            i++;
        }
        if (i == sign) {
            i = afterVerb(text, sign);
        }
        if (i == sign && !(isBearer(text, start, nameEnd) && sign > nameEnd)) {
            return -1;
        }
        i = afterSpaces(text, i);
        return Chars.isQuote(text.at(i)) ? i + 1 : i;
    }

    private static boolean isBearer(Text text, int start, int end) {
        return end - start == 6 && Chars.upper(text.at(start)) == 'B' && text.startsWith("earer", start + 1);
    }

    private static int afterVerb(Text text, int from) {
        if (text.at(from - 1) == ' ') {
            for (String verb : VERBS) {
                if (text.startsWith(verb, from)) {
                    return from + verb.length();
                }
            }
        }
        return from;
    }

    private static int afterSpaces(Text text, int from) {
        int i = from;
        while (i - from < 3 && Chars.isSpace(text.at(i))) {
            i++;
        }
        return i;
    }

    private static int valueEnd(Text text, int from) {
        char quote = text.at(from - 1);
        if (Chars.isQuote(quote)) {
            CharRun quoted =
                    quote == '"' ? CharRun.DOUBLE_QUOTED : quote == '`' ? CharRun.BACK_QUOTED : CharRun.SINGLE_QUOTED;
            return text.runEnd(quoted, from, LONGEST_VALUE);
        }
        int i = text.runEnd(CharRun.BARE_VALUE, from, LONGEST_VALUE);
        while (i > from && (text.at(i - 1) == '.' || text.at(i - 1) == ')')) {
            i--;
        }
        return i;
    }
}
