package dev.hybridrouter.guard;

/** Bank account numbers, plain or in groups: the country's length (SWIFT IBAN registry) and modulo 97. */
final class IbanDetector implements Detector {
    private static final String LENGTHS =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29"
                    + "ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25"
                    + "MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26"
                    + "UA29VA22VG24XK20";

    @Override
    public void look(Text text, int start, Best best) {
        if (!Chars.isDigit(text.at(start + 2)) || !Chars.isDigit(text.at(start + 3))) {
            return;
        }
        int length = length(Chars.upper(text.at(start)), Chars.upper(text.at(start + 1)));
        int end = length == 0 ? -1 : end(text, start, length);
        if (end > 0 && !Chars.isWord(text.at(end)) && isValid(text, start, end)) {
            best.offer(PiiClass.IBAN, start, end, true);
        }
    }

    private static int length(char first, char second) {
        for (int i = 0; i < LENGTHS.length(); i += 4) {
            if (LENGTHS.charAt(i) == first && LENGTHS.charAt(i + 1) == second) {
                return (LENGTHS.charAt(i + 2) - '0') * 10 + LENGTHS.charAt(i + 3) - '0';
            }
        }
        return 0;
    }

    /** The end of so many letters and digits with at most one separator between two of them. */
    private static int end(Text text, int start, int length) {
        int i = start;
        for (int count = 1; count < length; count++) {
            i++;
            if (Chars.isGap(text.at(i))) {
                i++;
            }
            if (!Chars.isAlphanumeric(text.at(i))) {
                return -1;
            }
        }
        return i + 1;
    }

    private static boolean isValid(Text text, int start, int end) {
        int remainder = rest(text, start + 4, end, 0);
        return rest(text, start, start + 4, remainder) == 1;
    }

    private static int rest(Text text, int from, int to, int before) {
        int remainder = before;
        for (int i = from; i < to; i++) {
            char c = Chars.upper(text.at(i));
            if (Chars.isDigit(c)) {
                remainder = Checksums.mod97(remainder, c - '0');
            } else if (Chars.isUpper(c)) {
                remainder = Checksums.mod97(remainder, c - 'A' + 10);
            }
        }
        return remainder;
    }
}
