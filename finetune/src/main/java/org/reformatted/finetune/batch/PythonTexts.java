package org.reformatted.finetune.batch;

import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that chat templates call, and negative indices of lists. */
final class PythonTexts extends ELResolver {
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    @Override
    public @Nullable Object invoke(
            ELContext context, Object base, Object method, Class<?>[] types, @Nullable Object @Nullable [] given) {
        if (!(base instanceof String text)) {
            return null;
        }
        @Nullable Object[] arguments = given == null ? new Object[0] : given;
        Object result = call(text, String.valueOf(method), arguments);
        if (result != null) {
            context.setPropertyResolved(true);
        }
        return result;
    }

    private static @Nullable Object call(String text, String method, @Nullable Object[] arguments) {
        String first = arguments.length > 0 && arguments[0] != null ? String.valueOf(arguments[0]) : "";
        boolean given = arguments.length > 0;
        return switch (method) {
            case "startswith" -> text.startsWith(first);
            case "endswith" -> text.endsWith(first);
            case "strip" -> strip(text, first, given, true, true);
            case "lstrip" -> strip(text, first, given, true, false);
            case "rstrip" -> strip(text, first, given, false, true);
            case "split" -> given ? split(text, first) : words(text);
            case "title" -> titled(text);
            case "capitalize" -> text.isEmpty() ? text : capitalized(text);
            case "find" -> (long) text.indexOf(first);
            case "count" -> (long) split(text, first).size() - 1;
            case "join" -> joined(text, arguments[0]);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            default -> null;
        };
    }

    /** Removes the characters of a set, or white space, from the ends. */
    private static String strip(String text, String set, boolean given, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && isIn(text.charAt(from), set, given)) {
            from++;
        }
        while (right && to > from && isIn(text.charAt(to - 1), set, given)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isIn(char c, String set, boolean given) {
        return given ? set.indexOf(c) >= 0 : Character.isWhitespace(c) || c == '\u00a0' || c == '\u0085';
    }

    private static List<String> words(String text) {
        String plain = strip(text, "", false, true, true);
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }

    private static String capitalized(String text) {
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Changes the first letter of every run of letters to upper case, and the others to lower case. */
    private static String titled(String text) {
        return LETTERS.matcher(text).replaceAll(run -> Matcher.quoteReplacement(capitalized(run.group())));
    }

    private static String joined(String between, @Nullable Object parts) {
        if (!(parts instanceof Iterable<?> all)) {
            throw new IllegalArgumentException("join: the argument is not a list");
        }
        List<String> texts = new ArrayList<>();
        all.forEach(part -> texts.add(String.valueOf(part)));
        return String.join(between, texts);
    }

    /** Splits as Python does: at a text, not at a pattern, and with empty parts. */
    private static List<String> split(String text, String at) {
        if (at.isEmpty()) {
            throw new IllegalArgumentException("split: the separator is empty");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int found = text.indexOf(at); found >= 0; found = text.indexOf(at, from)) {
            parts.add(text.substring(from, found));
            from = found + at.length();
        }
        parts.add(text.substring(from));
        return Collections.unmodifiableList(parts);
    }

    /** A negative index counts from the end. */
    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        if (base instanceof List<?> list && property instanceof Number number && number.intValue() < 0) {
            context.setPropertyResolved(true);
            int place = list.size() + number.intValue();
            return place < 0 ? null : list.get(place);
        }
        return null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        // texts are immutable
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, @Nullable Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return null;
    }
}
