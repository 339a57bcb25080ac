package org.reformatted.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The build without the profile {@code spark} has the modules and the class path that it would have if there were no job for Spark. */
class SparkStaysApartTest {
    private static final String MODULE = "experiments/spark";

    @Test
    void noJarOfSparkOrHadoopIsOnTheClassPath() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> jars = Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .toList();
        assertThat(jars).isNotEmpty().noneMatch(jar -> jar.matches("(spark|hadoop|scala)-.*\\.jar"));
    }

    @Test
    void theModuleIsNamedByOneProfileThatIsOnOnlyWhenItIsNamed() throws Exception {
        Path pom = Path.of(System.getProperty("project.root", ".."), "pom.xml");
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
        assertThat(texts(project, "modules/module")).isNotEmpty().doesNotContain(MODULE);
        List<Element> naming = children(project, "profiles/profile")
                .filter(profile -> texts(profile, "modules/module").contains(MODULE))
                .toList();
        assertThat(naming).hasSize(1);
        assertThat(texts(naming.get(0), "id")).containsExactly("spark");
        assertThat(children(naming.get(0), "activation")).isEmpty();
    }

    private static List<String> texts(Element parent, String path) {
        return children(parent, path)
                .map(Node::getTextContent)
                .map(String::strip)
                .toList();
    }

    private static Stream<Element> children(Element parent, String path) {
        Stream<Element> found = Stream.of(parent);
        for (String name : path.split("/", -1)) {
            found = found.flatMap(element -> {
                NodeList nodes = element.getChildNodes();
                return IntStream.range(0, nodes.getLength())
                        .mapToObj(nodes::item)
                        .filter(Element.class::isInstance)
                        .map(Element.class::cast)
                        .filter(child -> child.getTagName().equals(name));
            });
        }
        return found;
    }
}
