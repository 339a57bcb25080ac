package org.reformatted.experiments.graph;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.reformatted.experiments.workflow.StepResources;
import org.reformatted.realign.config.ConfigTree;
import org.reformatted.realign.llm.EndpointConfig;

/** The resources of a step that calls the models in a part of the config. */
final class ModelNeeds {
    private ModelNeeds() {}

    /** A device for checkpoints, and the services of endpoints. */
    static StepResources of(Record config) {
        Collection<EndpointConfig> endpoints =
                ConfigTree.parts(config, EndpointConfig.class).values();
        Set<String> asked = endpoints.stream().map(EndpointConfig::name).collect(Collectors.toSet());
        Set<String> batches = endpoints.stream()
                .filter(EndpointConfig::inBatches)
                .map(EndpointConfig::name)
                .collect(Collectors.toSet());
        return StepResources.of(!LocalCheckpoints.of(config).isEmpty(), asked, batches);
    }
}
