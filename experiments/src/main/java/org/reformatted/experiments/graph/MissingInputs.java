package org.reformatted.experiments.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reformatted.experiments.config.Roots;
import org.reformatted.realign.config.BoundConfig;
import org.reformatted.realign.config.ConfigFile;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.EndpointConfig;

/** Finds missing inputs that a config, or a part of it, names: files and folders, chat templates, addresses of services. */
public final class MissingInputs {
    private MissingInputs() {}

    /**
     * Finds missing inputs.
     *
     * @param bound the config, to which the line numbers of problems refer
     * @param config the part
     * @param roots the folders of its data and models
     * @return one sentence for each problem
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

    /** Checks the names of models. Answers are stored by the model's name, so the same name at two addresses would mix the answers of two models. */
    private static void checkNames(BoundConfig<?> bound, Map<String, EndpointConfig> endpoints, ProblemList problems) {
        Map<String, String> first = new HashMap<>();
        endpoints.forEach((key, endpoint) -> {
            String before = first.putIfAbsent(endpoint.name(), key);
            EndpointConfig same = before == null ? endpoint : endpoints.getOrDefault(before, endpoint);
            if (!same.baseUrl().equals(endpoint.baseUrl())
                    || !same.baseUrlVariable().equals(endpoint.baseUrlVariable())) {
                problems.add(
                        bound.written(key),
                        key + ".name (" + endpoint.name() + ") is also the name of the model of " + before
                                + ", at another address; answers are stored by name, so give the two models different"
                                + " names");
            }
        });
    }
}
