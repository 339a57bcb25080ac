package org.reformatted.finetune.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.reformatted.finetune.model.LoraWeights.Place;

/**
 * Creates the fields of an adapter_config.json that list the modules with adapters: last parts of names if all layers are equal, full names
 * otherwise.
 */
final class AdapterPatterns {
    private AdapterPatterns() {}

    /**
     * Creates the fields.
     *
     * @param places at least one adapter, by the names of their projections
     * @param layers of the model
     * @return r, lora_alpha, target_modules, and patterns if ranks or scales differ
     */
    static Map<String, Object> of(Map<String, Place> places, int layers) {
        Place first = places.values().iterator().next();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("r", first.rank());
        fields.put("lora_alpha", alpha(first));
        fields.put("target_modules", targets(places, layers));
        Map<String, Object> ranks = new LinkedHashMap<>();
        Map<String, Object> alphas = new LinkedHashMap<>();
        places.forEach((module, place) -> {
            String pattern = "^" + module.replace(".", "\\.");
            if (place.rank() != first.rank()) {
                ranks.put(pattern, place.rank());
            }
            if (alpha(place) != alpha(first)) {
                alphas.put(pattern, alpha(place));
            }
        });
        fields.put("rank_pattern", ranks);
        fields.put("alpha_pattern", alphas);
        return fields;
    }

    /** The last parts of the names if every layer has adapters of the same projections; otherwise the full names. */
    private static List<String> targets(Map<String, Place> places, int layers) {
        Map<String, List<String>> byLayer = places.keySet().stream()
                .collect(Collectors.groupingBy(
                        module -> module.split("\\.", -1)[2],
                        LinkedHashMap::new,
                        Collectors.mapping(
                                module -> module.substring(module.lastIndexOf('.') + 1), Collectors.toList())));
        return byLayer.size() == layers && byLayer.values().stream().distinct().count() == 1
                ? byLayer.values().iterator().next()
                : List.copyOf(new TreeSet<>(places.keySet()));
    }

    private static double alpha(Place place) {
        return place.scale() * place.rank();
    }
}
