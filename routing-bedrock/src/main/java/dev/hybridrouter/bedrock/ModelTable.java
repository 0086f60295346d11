package dev.hybridrouter.bedrock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the families of models take, as the bundled file {@code models.csv} says.
 *
 * @param families by what a model id begins with; {@code *} is for all others
 */
record ModelTable(Map<String, BedrockModel> families) {
    private static final String OTHERS = "*";
    private static final ModelTable BUNDLED = read();

    static ModelTable bundled() {
        return BUNDLED;
    }

    /** Returns what a model takes. A geography in front of its id that the adapter does not know does no harm. */
    BedrockModel find(String model) {
        return Families.longest(model, families)
                .or(() -> Families.longest(model.substring(model.indexOf('.') + 1), families))
                .orElseGet(() -> Objects.requireNonNull(families.get(OTHERS), OTHERS));
    }

    private static ModelTable read() {
        try (InputStream bytes = ModelTable.class.getResourceAsStream("models.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            return new ModelTable(parsed(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1) // the names of the columns
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, BedrockModel> parsed(List<String> lines) {
        Map<String, BedrockModel> families = new HashMap<>();
        for (String line : lines) {
            List<String> cells = Arrays.asList(line.split(",", -1));
            families.put(cells.get(0), new BedrockModel(allBut(cells.get(1)), Integer.parseInt(cells.get(2))));
        }
        return Collections.unmodifiableMap(families);
    }

    private static Set<BedrockFeature> allBut(String lacks) {
        Set<BedrockFeature> features = EnumSet.allOf(BedrockFeature.class);
        for (String lack : lacks.split(" ", -1)) {
            features.remove(BedrockFeature.valueOf(lack));
        }
        return features;
    }
}
