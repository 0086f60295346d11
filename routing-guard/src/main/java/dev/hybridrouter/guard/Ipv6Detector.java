package dev.hybridrouter.guard;

/** IPv6 addresses that somebody can have: global unicast, unique local and link-local (RFC 4291, RFC 4193). */
final class Ipv6Detector implements Detector {
    private static final int GROUPS = 8;

    @Override
    public void look(Text text, int start, Best best) {
        if (text.at(start + 4) != ':' || !isAssigned(text, start)) {
            return;
        }
        int groups = 0;
        boolean shortened = false;
        int i = start;
        while (groups < GROUPS) {
            int end = groupEnd(text, i);
            groups += end > i ? 1 : 0;
            i = end;
            if (text.at(i) != ':') {
                break;
            }
            if (text.at(i + 1) == ':') {
                if (shortened) {
                    return;
                }
                shortened = true;
                i += 2;
            } else if (groups == GROUPS || !Chars.isHex(text.at(i + 1))) {
                break;
            } else {
                i++;
            }
        }
        boolean whole = shortened ? groups < GROUPS : groups == GROUPS;
        if (whole && text.isBorder(i) && !(text.at(i) == ':' && Chars.isWord(text.at(i + 1)))) {
            best.offer(PiiClass.IP_ADDRESS, start, i);
        }
    }

    private static boolean isAssigned(Text text, int start) {
        int first = 0;
        for (int i = start; i < start + 4; i++) {
            if (!Chars.isHex(text.at(i))) {
                return false;
            }
            first = first * 16 + Character.digit(text.at(i), 16);
        }
        return first >> 13 == 1 || first >> 9 == 0x7E || first >> 6 == 0x3FA;
    }

    private static int groupEnd(Text text, int from) {
        int i = from;
        while (i - from < 4 && Chars.isHex(text.at(i))) {
            i++;
        }
        return i;
    }
}
