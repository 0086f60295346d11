package dev.hybridrouter.guard;

import java.util.Locale;
import java.util.Set;

/** Names of secrets, as they stand before a colon, an equals sign or an «is». */
final class SecretWords {
    private static final int LONGEST = 48;

    private static final Set<String> PASSWORDS = Set.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passwort",
            "kennwort",
            "passe",
            "contraseña",
            "contrasena",
            "senha",
            "hasło",
            "haslo",
            "wachtwoord",
            "parola",
            "lösenord",
            "losenord",
            "pass",
            "parolă",
            "kodeord",
            "heslo");

    private static final String[] TOKENS = {
        "secret",
        "token",
        "apikey",
        "accesskey",
        "secretkey",
        "privatekey",
        "signingkey",
        "encryptionkey",
        "authkey",
        "accountkey",
        "storagekey",
        "masterkey",
        "credential",
        "credentials",
        "bearer",
        "schlüssel",
        "authtoken"
    };

    /** Tokens that point somewhere and open nothing. */
    private static final String[] POINTERS = {"next", "page", "continuation", "cursor", "sync", "pagination", "public"};

    /** What a name announces. */
    enum Kind {
        /** Nothing. */
        NONE,
        /** Something a person chose. */
        PASSWORD,
        /** Something a machine made. */
        TOKEN
    }

    private SecretWords() {}

    /** What the name between two places announces. */
    static Kind kindOf(Text text, int from, int to) {
        if (to - from < 3 || to - from > LONGEST || !mayEndSo(text.at(to - 1), text.at(to - 2))) {
            return Kind.NONE;
        }
        String name = text.substring(from, to).toLowerCase(Locale.ROOT);
        int part = Math.max(name.lastIndexOf('_'), name.lastIndexOf('-')) + 1;
        if (PASSWORDS.contains(name.substring(part)) || name.endsWith("password") || name.endsWith("passwort")) {
            return Kind.PASSWORD;
        }
        String joined = name.replace("_", "").replace("-", "");
        for (String token : TOKENS) {
            if (joined.endsWith(token)) {
                return isPointer(joined) ? Kind.NONE : Kind.TOKEN;
            }
        }
        return Kind.NONE;
    }

    /** The last two letters of the names above, so that most words are passed by at once. */
    private static boolean mayEndSo(char last, char lastButOne) {
        char before = Character.toLowerCase(lastButOne);
        return switch (Character.toLowerCase(last)) {
            case 'd' -> before == 'r' || before == 'w';
            case 'e' -> before == 's';
            case 't' -> before == 'r' || before == 'e';
            case 'a' -> before == 'ñ' || before == 'n' || before == 'h' || before == 'l';
            case 'o' -> before == 'ł' || before == 'l';
            case 's' -> before == 's' || before == 'l';
            case 'n' -> before == 'e';
            case 'y' -> before == 'e';
            case 'l' -> before == 'a' || before == 'e';
            case 'r' -> before == 'e';
            case 'ă' -> before == 'l';
            default -> false;
        };
    }

    private static boolean isPointer(String name) {
        for (String pointer : POINTERS) {
            if (name.contains(pointer)) {
                return true;
            }
        }
        return false;
    }
}
