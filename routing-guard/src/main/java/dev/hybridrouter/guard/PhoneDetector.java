package dev.hybridrouter.guard;

/**
 * Phone numbers. With {@code +} or {@code 00} and a country code anywhere; national ones in a form that little else has, or
 * behind a word that announces one. Holds a buffer: one for each scan.
 */
final class PhoneDetector implements Detector {
    private static final int FEWEST = 7;
    private static final int MOST = 13;
    private static final int NAME_DISTANCE = 40;

    private static final Context NAMES = Context.of(
            "tel",
            "telef*",
            "telep*",
            "phone*",
            "fon",
            "mobile",
            "mobil*",
            "handy*",
            "call",
            "cell",
            "ruf*",
            "anruf*",
            "fax*",
            "whatsapp",
            "sms",
            "tél",
            "tél*",
            "portable",
            "appel*",
            "joindre",
            "móvil",
            "teléf*",
            "llam*",
            "cellulare",
            "chiam*",
            "komór*",
            "zadzwo*",
            "dzwoń*",
            "bel",
            "bellen",
            "telemóvel",
            "ring",
            "dial",
            "hotline",
            "reach",
            "rückruf*",
            "festnetz*",
            "durchwahl",
            "fixe",
            "fijo");

    private final PhoneNumber number = new PhoneNumber();

    @Override
    public void look(Text text, int start, Best best) {
        char first = text.at(start);
        if (first == '+') {
            international(text, start, start + 1, best);
        } else if (first == '0' && text.at(start + 1) == '0') {
            international(text, start, start + 2, best);
        } else {
            national(text, start, best);
        }
    }

    private void international(Text text, int start, int from, Best best) {
        number.read(text, Chars.isSpace(text.at(from)) ? from + 1 : from, true);
        int code = number.count(number.groups()) < FEWEST ? 0 : PhonePlan.codeLength(number.digits());
        if (code == 0) {
            return;
        }
        for (int groups = number.groups(); groups > 0; groups--) {
            int end = number.end(groups);
            if (PhonePlan.isLength(number.digits(), code, number.count(groups)) && endsThere(text, end, false)) {
                best.offer(PiiClass.PHONE, start, end, NAMES.isBefore(text, start, NAME_DISTANCE));
                return;
            }
        }
    }

    private void national(Text text, int start, Best best) {
        number.read(text, start, false);
        int count = number.count(number.groups());
        int end = number.groups() == 0 ? -1 : number.end(number.groups());
        if (count < FEWEST || count > MOST || !endsThere(text, end, !isTelling())) {
            return;
        }
        if (isTelling() || (!number.isSized(1) && !isDate() && NAMES.isBefore(text, start, NAME_DISTANCE))) {
            best.offer(PiiClass.PHONE, start, end, false);
        }
    }

    private boolean isTelling() {
        byte[] digits = number.digits();
        boolean french = number.isSized(2, 2, 2, 2, 2) && number.groups() == 5 && number.separator() != Text.NOTHING;
        boolean american = number.isSized(3, 3, 4) && number.groups() == 3 && digits[0] > 1 && digits[3] > 1;
        if (american) {
            return number.hasParentheses() || number.separator() == '-';
        }
        if (digits[0] != 0 || digits[1] == 0) {
            return false;
        }
        return french || (number.hasParentheses() && number.groups() > 1);
    }

    /** «01.02.2024» and «2024-02-01» have eight digits as well. */
    private boolean isDate() {
        return number.groups() == 3
                && (number.isSized(2, 2, 4) || number.isSized(4, 2, 2))
                && number.separator() != ' ';
    }

    /** Whether nothing of it follows, such as the decimals of an amount where it may be one. */
    private static boolean endsThere(Text text, int end, boolean maybeAmount) {
        char next = text.at(end);
        boolean goesOn =
                (next == '.' || Chars.isHyphen(next) || next == '/' || next == ':' || (next == ',' && maybeAmount))
                        && Chars.isDigit(text.at(end + 1));
        return text.isBorder(end) && !goesOn && next != '%' && next != '€' && next != '$';
    }
}
