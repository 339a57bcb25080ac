package org.reformatted.experiments.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reformatted.experiments.workflow.Environment;
import org.reformatted.finetune.kernel.GpuChain;
import org.reformatted.finetune.kernel.Torch;
import org.reformatted.realign.base.InputException;
import picocli.CommandLine.Command;

/** Shows the properties of this machine: Java, compute engine and its flavour, devices, ND4J backend, memory, cores, and which keys are set. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Shows the properties of this machine: JDK, engine, devices, memory, cores, and which keys are"
                + " set.",
        footer = {"", "Example:", "  scripts/harness doctor"})
final class DoctorCommand implements Callable<Integer> {
    private static final List<String> KEYS =
            List.of("OPENAI_API_KEY", "OPENAI_BASE_URL", "SERPER_API_KEY", "SERPER_BASE_URL");

    @Override
    public Integer call() {
        Map<String, String> findings = new LinkedHashMap<>();
        Environment here = Environment.ofThisMachine(Harness.checkout(), engine());
        findings.put("checkout", Harness.checkout() + " at " + here.gitCommit());
        findings.putAll(here.versions());
        findings.putAll(gpu());
        findings.put("nd4j", nd4j());
        findings.putAll(here.machine());
        findings.put("heap", (Runtime.getRuntime().maxMemory() >> 20) + " MiB (HARNESS_JAVA_OPTS=-Xmx...)");
        KEYS.forEach(key -> findings.put(key, isSet(key) ? "set" : "not set"));
        findings.forEach((what, found) -> System.out.printf("%-18s %s%n", what, found));
        return 0;
    }

    /** A bundle may lack libtorch. */
    private static Map<String, String> engine() {
        try {
            return Torch.versions();
        } catch (InputException e) {
            return Map.of("engine", "none. " + e.getMessage());
        }
    }

    private static Map<String, String> gpu() {
        try {
            return GpuChain.ofThisMachine().findings();
        } catch (InputException e) {
            return Map.of("--device gpu", "cannot be used without the engine");
        }
    }

    /** A bundle may lack ND4J. */
    private static String nd4j() {
        try {
            return Nd4jFindings.ofThisMachine();
        } catch (LinkageError e) {
            return "not here: " + e.getMessage() + "; classifiers cannot be trained, everything else works";
        }
    }

    private static boolean isSet(String key) {
        String value = System.getenv(key);
        return value != null && !value.isBlank();
    }
}
