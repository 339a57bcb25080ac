package org.reformatted.eval.instruct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instructions about the layout of a text. */
final class FormatChecks {
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\[.*?\\]");
    private static final Pattern BULLET = Pattern.compile("(?m)^\\s*(?:\\*[^*]|-).*$");
    private static final Pattern EMPHASIS = Pattern.compile("\\*([^\\n*]*)\\*");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^\\n*]*)\\*\\*");
    private static final Pattern TITLE = Pattern.compile("<<([^\\n]+)>>");
    private static final List<String> CHOICES = List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");

    private FormatChecks() {}

    static boolean placeholders(String text, Arguments given) {
        return count(PLACEHOLDER, text) >= given.number("num_placeholders");
    }

    /** Checks for the marker anywhere in the text; spaces may follow the full stops of {@code P.S.} and {@code P.P.S}. */
    static boolean postscript(String text, Arguments given) {
        String marker = given.text("postscript_marker");
        String pattern = switch (marker) {
            case "P.P.S" -> "p\\.\\s?p\\.\\s?s";
            case "P.S." -> "p\\.\\s?s\\.";
            default -> Pattern.quote(marker.toLowerCase(Locale.ROOT));
        };
        return Pattern.compile(pattern).matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    static boolean bullets(String text, Arguments given) {
        return count(BULLET, text) == given.number("num_bullets");
    }

    static boolean constrained(String text, Arguments given) {
        return CHOICES.stream().anyMatch(text::contains);
    }

    /** Counts texts between single or double asterisks; blank ones do not count. */
    static boolean highlights(String text, Arguments given) {
        return filled(EMPHASIS, text) + filled(STRONG, text) >= given.number("num_highlights");
    }

    static boolean sections(String text, Arguments given) {
        Pattern head = Pattern.compile(
                "\\s?" + Pattern.quote(given.text("section_spliter").strip()) + "\\s?\\d+\\s?");
        return count(head, text) >= given.number("num_sections");
    }

    /** Checks whether the complete text is JSON, with or without a code fence. */
    static boolean json(String text, Arguments given) {
        String json = text.strip()
                .replaceAll("^```(?:json|Json|JSON)?", "")
                .replaceAll("```$", "")
                .strip();
        if (json.isEmpty()) {
            return false;
        }
        try {
            return !STRICT.readTree(json).isMissingNode();
        } catch (JsonProcessingException e) {
            return false; // the text is not JSON
        }
    }

    static boolean title(String text, Arguments given) {
        Matcher matcher = TITLE.matcher(text);
        while (matcher.find()) {
            if (!matcher.group(1).replaceAll("^<+|>+$", "").isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** Checks for two different responses with six asterisks between them. */
    static boolean twoResponses(String text, Arguments given) {
        String[] parts = text.split(Pattern.quote("******"), -1);
        List<String> responses = new java.util.ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            boolean outer = i == 0 || i == parts.length - 1;
            if (parts[i].isBlank() && !outer) {
                return false;
            }
            if (!parts[i].isBlank()) {
                responses.add(parts[i].strip());
            }
        }
        return responses.size() == 2 && !responses.get(0).equals(responses.get(1));
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    private static long filled(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .filter(found -> !found.group(1).isBlank())
                .count();
    }
}
