package org.reformatted.experiments.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.EndpointConfig;

/** What a config, or a part of one, names and is not there: files and folders, chat templates, addresses of services. */
public final class MissingInputs {
    private MissingInputs() {}

    /**
     * Looks for what is missing.
     *
     * @param bound the config, whose lines problems name
     * @param config the part
     * @param roots where its data and models should lie
     * @return a sentence a problem
     */
    public static List<String> problems(BoundConfig<?> bound, Record config, Roots roots) {
        ProblemList problems = new ProblemList(bound);
        check(bound, config, roots, problems);
        return problems.sentences();
    }

    static void check(BoundConfig<?> bound, Record config, Roots roots, ProblemList problems) {
        for (ConfigFile file : ConfigFile.of(config)) {
            problems.check(bound.written(file.key()), () -> roots.find(file));
        }
        LocalCheckpoints.of(config)
                .forEach((key, checkpoint) ->
                        problems.check(key + ".template", () -> LocalCheckpoints.template(checkpoint)));
        Map<String, EndpointConfig> endpoints = ConfigTree.parts(config, EndpointConfig.class);
        endpoints.forEach((key, endpoint) ->
                problems.check(bound.written(key), () -> endpoint.checkEnvironment(System.getenv())));
        checkNames(bound, endpoints, problems);
    }

    /** Answers are kept by the model's name, so one name at two addresses would mix the answers of two models. */
    private static void checkNames(BoundConfig<?> bound, Map<String, EndpointConfig> endpoints, ProblemList problems) {
        Map<String, String> first = new HashMap<>();
        endpoints.forEach((key, endpoint) -> {
            String before = first.putIfAbsent(endpoint.name(), key);
            EndpointConfig same = before == null ? endpoint : endpoints.getOrDefault(before, endpoint);
            if (!same.baseUrl().equals(endpoint.baseUrl())
                    || !same.baseUrlVariable().equals(endpoint.baseUrlVariable())) {
                problems.add(
                        bound.written(key),
                        key + ".name (" + endpoint.name() + ") is the name of the model of " + before
                                + " too, at another address; answers are kept by the name, so give the two models"
                                + " different names");
            }
        });
    }
}
