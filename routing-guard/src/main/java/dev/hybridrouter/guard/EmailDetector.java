package dev.hybridrouter.guard;

import java.util.Set;

/** E-mail addresses with a domain of at least two labels. Quoted local parts and obfuscated addresses are not found. */
final class EmailDetector implements Detector {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;

    /** What ends like a domain but is a file or a host of an inner network. */
    private static final Set<String> NO_DOMAINS = Set.of(
            "png",
            "jpg",
            "jpeg",
            "gif",
            "svg",
            "webp",
            "bmp",
            "ico",
            "css",
            "js",
            "json",
            "html",
            "xml",
            "yml",
            "yaml",
            "txt",
            "java",
            "kt",
            "tsx",
            "jsx",
            "jar",
            "exe",
            "dll",
            "gz",
            "tgz",
            "local",
            "localhost",
            "internal",
            "lan",
            "corp",
            "localdomain",
            "invalid");

    @Override
    public void look(Text text, int start, Best best) {
        int at = start;
        while (isLocal(text.at(at)) && at - start <= LONGEST_LOCAL) {
            at++;
        }
        if (text.at(at) != '@'
                || at - start > LONGEST_LOCAL
                || text.at(at - 1) == '.'
                || isPartOfAnother(text, start)) {
            return;
        }
        int end = domainEnd(text, at + 1);
        if (end > 0 && !isRemotePath(text, end)) {
            best.offer(PiiClass.EMAIL, start, end);
        }
    }

    private static boolean isLocal(char c) {
        return Chars.isWord(c) || c == '.' || c == '-' || c == '+' || c == '%' || c == '&';
    }

    /** A user name in a URL, or a handle of the form {@code @name@server}. */
    private static boolean isPartOfAnother(Text text, int start) {
        if (text.at(start - 1) == '@') {
            return true;
        }
        int i = start - 1;
        while (start - i < LONGEST_LOCAL && i > 0 && text.at(i) != '/' && !Chars.isBlank(text.at(i))) {
            i--;
        }
        return text.at(i) == '/' && text.at(i - 1) == '/' && text.at(i - 2) == ':';
    }

    /** {@code git@host.org:group/project}. */
    private static boolean isRemotePath(Text text, int end) {
        char next = text.at(end + 1);
        return text.at(end) == '@' || (text.at(end) == ':' && (Chars.isWord(next) || next == '/' || next == '~'));
    }

    private static int domainEnd(Text text, int from) {
        int i = from;
        int label = from;
        int labels = 0;
        while (i - from <= LONGEST_DOMAIN) {
            label = i;
            while (isLabel(text.at(i)) && i - from <= LONGEST_DOMAIN) {
                i++;
            }
            if (i == label || text.at(label) == '-' || text.at(i - 1) == '-') {
                return -1;
            }
            labels++;
            if (text.at(i) != '.' || !isLabel(text.at(i + 1))) {
                return labels > 1 && isTopLevel(text, label, i) ? i : -1;
            }
            i++;
        }
        return -1;
    }

    private static boolean isLabel(char c) {
        return (Chars.isWord(c) && c != '_') || c == '-';
    }

    private static boolean isTopLevel(Text text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.at(i);
            if ((Chars.isDigit(c) || c == '-') && !text.startsWith("xn--", from)) {
                return false;
            }
        }
        return to - from > 1 && !NO_DOMAINS.contains(text.substring(from, to));
    }
}
