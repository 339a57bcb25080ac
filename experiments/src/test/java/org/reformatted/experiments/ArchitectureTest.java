package org.reformatted.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reformatted.realign.base.TextFiles;

/** Holds the README's picture of modules and packages against the code, and the code against its own rules. */
class ArchitectureTest {
    private static final String ROOT = "org.reformatted.";
    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+)` +\\| ([^|]*)\\| [^|]*\\| ([^|]*)\\|$", Pattern.MULTILINE);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/experiments/test/"))
            .importPackages("org.reformatted");

    private static final String ARRAY = "ai.djl.ndarray.NDArray";
    private static final String MANAGER = "ai.djl.ndarray.NDManager";
    private static final Pattern READS =
            Pattern.compile("to(Float|Double|Long|Int|Byte|Boolean|Uint8|String)?Array|toByteBuffer"
                    + "|get(Float|Double|Long|Int|Byte|Uint8|Boolean|String)|contentEquals|toDebugString");

    private record Module(Set<String> uses, Set<String> packages) {}

    @Test
    void readmeShowsModulesUsesAndPackagesAsTheyAre() {
        assertThat(pictured()).isEqualTo(built());
    }

    @Test
    void packagesUseEachOtherWithoutCycles() {
        slices().matching(ROOT + "(*).(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** The packages of {@code realign} that other modules build on. */
    private static final String[] FOUNDATION = {
        ROOT + "realign.base..",
        ROOT + "realign.config..",
        ROOT + "realign.data..",
        ROOT + "realign.text..",
        ROOT + "realign.llm.."
    };

    /** Those of {@code realign} that rewrite data. */
    private static final String[] PIPELINE = {
        ROOT + "realign.criteria..",
        ROOT + "realign.classify..",
        ROOT + "realign.retrieve..",
        ROOT + "realign.reformat..",
        ROOT + "realign.filter..",
        ROOT + "realign.pipeline.."
    };

    @Test
    void foundationOfRealignDoesNotUseItsPipeline() {
        noClasses()
                .that()
                .resideInAnyPackage(FOUNDATION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PIPELINE)
                .check(CLASSES);
    }

    @Test
    void evalAndFinetuneUseTheFoundationOfRealignOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "eval..", ROOT + "finetune..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PIPELINE)
                .check(CLASSES);
    }

    @Test
    void everyPackageOfRealignIsFoundationOrPipeline() {
        classes()
                .that()
                .resideInAPackage(ROOT + "realign..")
                .should()
                .resideInAnyPackage(Stream.concat(Arrays.stream(FOUNDATION), Arrays.stream(PIPELINE))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void onlyCommandsUseTheMiniature() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "experiments.miniature..", ROOT + "experiments.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "experiments.miniature..")
                .check(CLASSES);
    }

    @Test
    void pytorchStaysInFinetune() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "realign..", ROOT + "eval..", ROOT + "experiments..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.ndarray..", "ai.djl.training..", "ai.djl.engine..")
                .check(CLASSES);
    }

    /** So that a test can count how often a step waits for a graphics device. */
    @Test
    void trainingAndGenerationSendAndReadNumbersInOnePlace() {
        DescribedPredicate<JavaMethodCall> transfers = DescribedPredicate.describe("send or read numbers", call -> {
            String owner = call.getTargetOwner().getName();
            List<JavaClass> parameters = call.getTarget().getRawParameterTypes();
            boolean made = owner.equals(MANAGER) && call.getName().equals("create");
            boolean sent = made && !parameters.get(0).getName().equals("ai.djl.ndarray.types.Shape");
            boolean read =
                    owner.startsWith(ARRAY) && READS.matcher(call.getName()).matches();
            return sent || read;
        });
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "finetune.model..", ROOT + "finetune.train..", ROOT + "finetune.generate..")
                .should()
                .callMethodWhere(transfers)
                .check(CLASSES);
    }

    @Test
    void noFileIsReadByJavaDeserialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.ObjectInputStream|org\\.deeplearning4j\\.util\\.ModelSerializer"
                        + "|org\\.nd4j\\.serde\\..*|org\\.apache\\.commons\\.lang3\\.SerializationUtils")
                .check(CLASSES);
    }

    @Test
    void everyPackageHasADescription() {
        Set<String> described = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        CLASSES.forEach(c -> {
            if (!c.getPackageName().endsWith(".report.page")) {
                (c.getSimpleName().equals("package-info") ? described : all).add(c.getPackageName());
            }
        });
        assertThat(described).containsAll(all);
    }

    @Test
    void onlyCommandsWriteToStandardOutput() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "experiments.cli..", ROOT + "finetune.bench..")
                .should()
                .accessField(System.class, "out")
                .check(CLASSES);
    }

    private static Map<String, Module> pictured() {
        String readme = TextFiles.readString(Path.of(System.getProperty("project.root"), "README.md"));
        Map<String, Module> modules = new TreeMap<>();
        for (Matcher row = ROW.matcher(readme); row.find(); ) {
            modules.put(row.group(1), new Module(names(row.group(2)), names(row.group(3))));
        }
        return modules;
    }

    private static Set<String> names(String cell) {
        TreeSet<String> names = new TreeSet<>(Arrays.asList(cell.strip().split(",\\s*", -1)));
        names.remove("");
        names.remove("none");
        return names;
    }

    private static Map<String, Module> built() {
        Map<String, Module> modules = new TreeMap<>();
        for (JavaClass c : CLASSES) {
            String[] path = c.getPackageName().substring(ROOT.length()).split("\\.", -1);
            Module module = modules.computeIfAbsent(path[0], name -> new Module(new TreeSet<>(), new TreeSet<>()));
            module.packages.add(path[1]);
            for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                if (target.startsWith(ROOT)) {
                    module.uses.add(target.substring(ROOT.length()).split("\\.", -1)[0]);
                }
            }
            module.uses.remove(path[0]);
        }
        return modules;
    }
}
