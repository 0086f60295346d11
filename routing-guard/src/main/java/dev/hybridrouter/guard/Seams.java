package dev.hybridrouter.guard;

import java.util.Arrays;

/** The places in the source of a text where one block ends and the next one begins, in ascending order. */
final class Seams {
    private int[] places = {};
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    void add(int place) {
        if (count > 0 && places[count - 1] == place) {
            return; // an empty block
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, Math.max(4, 2 * count));
        }
        places[count++] = place;
    }

    boolean isAt(int place) {
        return count > 0 && Arrays.binarySearch(places, 0, count, place) >= 0;
    }

    /** The last place at another or before it; 0 if there is none. */
    int before(int place) {
        int behind = firstBehind(place);
        return behind == 0 ? 0 : places[behind - 1];
    }

    /** The first place behind another; the greatest number if there is none. */
    int behind(int place) {
        int behind = firstBehind(place);
        return behind == count ? Integer.MAX_VALUE : places[behind];
    }

    private int firstBehind(int place) {
        int found = Arrays.binarySearch(places, 0, count, place);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Forgets the places before one, which is the first now. */
    void shift(int by) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (places[i] > by) {
                places[kept++] = places[i] - by;
            }
        }
        count = kept;
    }
}
