package org.reformatted.realign.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.base.Check;

/**
 * A prompt with named slots, such as {@code {question}}: a lower-case letter, then letters and digits, in braces. Other braces are text.
 *
 * @param name its name for messages
 * @param text the prompt with its slots
 */
public record PromptTemplate(String name, String text) {
    private static final Pattern SLOT = Pattern.compile("\\{([a-z][A-Za-z0-9]*)\\}");

    /**
     * Reads a template from a resource.
     *
     * @param owner a class in the package of the resource
     * @param resource the resource's name, such as {@code "rewrite.txt"}
     * @return the template, without its last line break
     * @throws IllegalArgumentException when there is no such resource
     */
    public static PromptTemplate resource(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            Check.argument(in != null, "resource (%s) must be in the package of %s", resource, owner.getName());
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new PromptTemplate(resource, text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read resource " + resource, e);
        }
    }

    /**
     * Returns the slots.
     *
     * @return their names in alphabetical order
     */
    public Set<String> slots() {
        Set<String> slots = new TreeSet<>();
        SLOT.matcher(text).results().map(found -> found.group(1)).forEach(slots::add);
        return slots;
    }

    /**
     * Fills every slot. Inserted texts are never searched for slots.
     *
     * @param values a text for each slot, and no other texts
     * @return the prompt
     * @throws IllegalArgumentException naming a slot without a value or a value without a slot
     */
    public String fill(Map<String, String> values) {
        Set<String> missing = new TreeSet<>();
        Set<String> unknown = new TreeSet<>(values.keySet());
        String filled = SLOT.matcher(text).replaceAll((MatchResult slot) -> {
            String value = values.get(slot.group(1));
            unknown.remove(slot.group(1));
            if (value == null) {
                missing.add(slot.group(1));
                return "";
            }
            return Matcher.quoteReplacement(value);
        });
        Check.argument(missing.isEmpty(), "template %s: slots %s must have a value", name, missing);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "template " + name + ": values " + unknown + " must have a slot; its slots are " + slots());
        }
        return filled;
    }
}
