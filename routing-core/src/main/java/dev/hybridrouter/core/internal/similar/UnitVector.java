package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.spi.cache.Embedding;
import org.jspecify.annotations.Nullable;

/** A direction: a vector of length one. Immutable. */
public final class UnitVector {
    private static final int LANES = 8;

    private final float[] parts;

    private UnitVector(float[] parts) {
        this.parts = parts;
    }

    /** The direction of an embedding; null if it has none, or not so many dimensions. */
    static @Nullable UnitVector of(Embedding embedding, int dimensions) {
        float[] parts = embedding.vector();
        double square = 0;
        for (float part : parts) {
            square += (double) part * part;
        }
        double length = Math.sqrt(square);
        if (parts.length != dimensions || !(length > 0) || Double.isInfinite(length)) {
            return null;
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (float) (parts[i] / length);
        }
        return new UnitVector(parts);
    }

    /** The cosine of the angle to another vector of as many dimensions, within rounding of -1 to 1. */
    double cosine(UnitVector other) {
        float[] one = parts;
        float[] two = other.parts;
        // Eight sums that do not wait for one another: floating-point sums may not be reordered by the compiler.
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = 0;
        for (; i <= one.length - LANES; i += LANES) {
            a = Math.fma(one[i], two[i], a);
            b = Math.fma(one[i + 1], two[i + 1], b);
            c = Math.fma(one[i + 2], two[i + 2], c);
            d = Math.fma(one[i + 3], two[i + 3], d);
            e = Math.fma(one[i + 4], two[i + 4], e);
            f = Math.fma(one[i + 5], two[i + 5], f);
            g = Math.fma(one[i + 6], two[i + 6], g);
            h = Math.fma(one[i + 7], two[i + 7], h);
        }
        double sum = (double) a + b + c + d + e + f + g + h;
        for (; i < one.length; i++) {
            sum += (double) one[i] * two[i];
        }
        return sum;
    }
}
