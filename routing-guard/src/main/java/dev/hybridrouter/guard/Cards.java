package dev.hybridrouter.guard;

/** Payment cards: the issuer's range, the lengths it uses, the usual groups, and the Luhn digit. */
final class Cards {
    private static final int LONGEST = 19;
    private static final int SHORTEST = 14;

    private static final String[] GROUPINGS = {
        "4 4 4 4", "4-4-4-4", "4.4.4.4", "4 6 5", "4-6-5", "4 6 4", "4-6-4", "4 4 4 4 3", "4-4-4-4-3"
    };

    private static final Context NAMES = Context.of(
            "card",
            "cards",
            "visa",
            "mastercard",
            "amex",
            "kreditkarte*",
            "karte*",
            "carte*",
            "tarjeta*",
            "carta",
            "karta",
            "karty",
            "kartą",
            "creditcard*",
            "kaart*",
            "cartão",
            "kort*",
            "pan",
            "cc",
            "credit*",
            "kredit*");

    /** What numbers are called that happen to pass for cards: one of ten passes the Luhn digit. */
    private static final Context OTHER_NAMES = Context.of(
            "order*",
            "tracking",
            "invoice*",
            "imei",
            "isbn",
            "ean",
            "gtin",
            "serial",
            "sku",
            "shipment",
            "parcel",
            "bestell*",
            "rechnung*",
            "sendung*",
            "auftrag*",
            "seriennummer",
            "suivi",
            "commande",
            "facture",
            "pedido",
            "factura",
            "envío",
            "ordine",
            "fattura",
            "spedizione",
            "zamówien*",
            "faktur*",
            "przesyłk*",
            "zending*",
            "factuur*",
            "encomenda",
            "ticket",
            "transaction",
            "timestamp",
            "trace",
            "span",
            "id");

    private Cards() {}

    static void look(Text text, Digits digits, Best best) {
        int length = lengthAsWritten(text, digits);
        if (length == 0 || !isIssued(digits, length) || !Checksums.luhn(digits.value(), 0, length)) {
            return;
        }
        boolean named = NAMES.isBefore(text, digits.start());
        if (named || !OTHER_NAMES.isBefore(text, digits.start())) {
            best.offer(PiiClass.PAYMENT_CARD, digits.start(), digits.end(length), named);
        }
    }

    /** How many digits the number has that can be a card, or 0. */
    private static int lengthAsWritten(Text text, Digits digits) {
        for (int length = LONGEST; length >= SHORTEST; length--) {
            if (digits.isPlain(text, length)) {
                return length;
            }
        }
        int grouped = 0;
        for (String grouping : GROUPINGS) {
            if (digits.isGrouped(text, grouping)) {
                grouped = Math.max(grouped, sum(grouping));
            }
        }
        // «4111 1111 1111 1111 1111» is some longer number.
        return grouped > 0 && digits.sizeOfGroupAt(grouped) == 4 ? 0 : grouped;
    }

    private static int sum(String grouping) {
        int sum = 0;
        for (int i = 0; i < grouping.length(); i += 2) {
            sum += grouping.charAt(i) - '0';
        }
        return sum;
    }

    /** Issuers' ranges after ISO/IEC 7812 registrations as published by the schemes. */
    private static boolean isIssued(Digits digits, int length) {
        int four = digits.number(0, 4);
        int two = four / 100;
        return switch (four / 1000) {
            case 2 -> length == 16 && four >= 2221 && four <= 2720;
            case 3 -> isThree(four, two, length);
            case 4 -> length == 16 || length == 19;
            case 5 -> length == 16 && two >= 51 && two <= 55;
            case 6 -> isSix(four, two, length);
            default -> false;
        };
    }

    private static boolean isThree(int four, int two, int length) {
        boolean amex = (two == 34 || two == 37) && length == 15;
        boolean diners = (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) && length == 14;
        boolean jcb = four >= 3528 && four <= 3589 && length == 16;
        return amex || diners || jcb;
    }

    private static boolean isSix(int four, int two, int length) {
        boolean discover = four == 6011 || two == 65 || (four >= 6440 && four <= 6499);
        boolean maestro = four == 6304 || four == 6759 || (four >= 6761 && four <= 6763);
        return (discover || two == 62 || maestro) && length >= 16;
    }
}
