package org.reformatted.realign.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/** The descriptions of config records and their components, from the Javadoc in the sources of a checkout. */
public final class ConfigDocs {
    private static final String ANNOTATIONS = "(?:@[\\w.]+(?:\\((?:[^()\"]|\"[^\"]*\")*\\))?\\s*)*";
    private final Path checkout;
    private final Map<Class<?>, String> comments = new HashMap<>();

    /**
     * Reads from a checkout.
     *
     * @param checkout the project's folder, with the sources
     */
    public ConfigDocs(Path checkout) {
        this.checkout = checkout;
    }

    /** Returns the description of a record or choice, without its tags. */
    String of(Class<?> type) {
        return plain(comment(type).split("(?m)^\\s*@", 2)[0]);
    }

    /** Returns the description of a record's component. */
    String of(Class<?> type, String component) {
        Matcher found = Pattern.compile("(?ms)^\\s*@param\\s+" + component + "\\s+(.*?)(?=^\\s*@\\w|\\z)")
                .matcher(comment(type));
        if (!found.find()) {
            throw new InputException(
                    type.getName() + ": its Javadoc does not explain " + component + "; expected @param " + component);
        }
        return plain(found.group(1));
    }

    private String comment(Class<?> type) {
        return comments.computeIfAbsent(type, this::read);
    }

    private String read(Class<?> type) {
        String source = TextFiles.readString(source(type));
        Matcher declaration = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + ANNOTATIONS
                                + "(?:(?:public|private|static|sealed)\\s+)*(?:record|interface)\\s+"
                                + type.getSimpleName() + "\\b",
                        Pattern.DOTALL)
                .matcher(source);
        if (!declaration.find()) {
            throw new InputException(type.getName() + ": no Javadoc found in " + source(type)
                    + "; expected a comment before its declaration");
        }
        return declaration.group(1).replaceAll("(?m)^\\s*\\*( |$)", "");
    }

    private Path source(Class<?> type) {
        String file = type.getPackageName().replace('.', '/') + "/"
                + ConfigTypes.name(type).split("\\.", 2)[0] + ".java";
        return List.of("realign", "finetune", "eval", "experiments").stream()
                .map(module -> checkout.resolve(module).resolve("src/main/java").resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new InputException(checkout + ": " + file
                        + " was not found in any module; run this in a checkout of the project"));
    }

    /** Converts Javadoc to Markdown on one line. */
    static String plain(String javadoc) {
        return Optional.of(javadoc)
                .map(text -> text.replaceAll("\\{@code\\s+((?:[^{}]|\\{[^{}]*\\})*)\\}", "`$1`"))
                .map(text -> text.replaceAll("\\{@link\\s+[\\w.#]*?([\\w]+)(?:\\([^)]*\\))?\\}", "`$1`"))
                .map(text -> text.replaceAll("\\{@link\\s+\\S+\\s+([^}]*)\\}", "$1"))
                .map(text ->
                        text.replaceAll("<[/]?p>", " ").replaceAll("\\s+", " ").strip())
                .orElse("");
    }
}
