package org.reformatted.realign.base;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Hides the secrets of this process in text. {@link ApiKey} registers each key that is read from the environment; text that comes from a service or
 * goes to the terminal passes through {@link #hide}. It hides a key and any run of {@value #WINDOW} or more of its characters, also where the key is
 * encoded as Base64 (either alphabet, at any offset), URL-encoded or hexadecimal. Text must be passed through it before the text is cut; a key that
 * was cut earlier is hidden too if enough of it is left.
 */
public final class Redactor {
    /** The text that replaces a secret. */
    public static final String HIDDEN = "***";

    /** Length, in characters, of the shortest part of a key that is hidden. */
    static final int WINDOW = 12;

    /** A shorter key is a placeholder such as EMPTY, which local servers require. It is not hidden, because it may be a word of the data. */
    static final int SHORTEST_KEY = 6;

    private static final Set<String> SHORT_FORMS = new CopyOnWriteArraySet<>();
    private static volatile Set<String> windows = Set.of();

    private Redactor() {}

    /** Registers a key, which is hidden from now on. */
    static synchronized void register(String key) {
        if (key.length() < SHORTEST_KEY) {
            return;
        }
        Set<String> all = new HashSet<>(windows);
        for (String form : forms(key)) {
            if (form.length() < WINDOW) {
                SHORT_FORMS.add(form);
            }
            for (int from = 0; from + WINDOW <= form.length(); from++) {
                all.add(form.substring(from, from + WINDOW));
            }
        }
        windows = Set.copyOf(all);
    }

    /** The forms in which a text may contain the key. */
    private static List<String> forms(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>();
        forms.add(key);
        forms.add(URLEncoder.encode(key, StandardCharsets.UTF_8));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (int offset = 0; offset < 3; offset++) {
            byte[] moved = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, moved, offset, bytes.length);
            forms.add(ownPart(Base64.getEncoder().withoutPadding().encodeToString(moved), offset, moved.length));
            forms.add(ownPart(Base64.getUrlEncoder().withoutPadding().encodeToString(moved), offset, moved.length));
        }
        return forms;
    }

    /** The digits of a Base64 text that depend only on the key, not on the bytes before or after it. */
    private static String ownPart(String base64, int offset, int bytes) {
        int from = (offset * 8 + 5) / 6;
        int to = bytes * 8 / 6;
        return base64.substring(from, to);
    }

    /**
     * Hides every registered key.
     *
     * @param text any text
     * @return the text without keys; the same text when it contains no part of a key
     */
    public static String hide(String text) {
        String shortened = text;
        for (String form : SHORT_FORMS) {
            shortened = shortened.replace(form, HIDDEN);
        }
        return hideWindows(shortened);
    }

    private static String hideWindows(String text) {
        Set<String> known = windows;
        if (known.isEmpty() || text.length() < WINDOW) {
            return text;
        }
        StringBuilder out = null;
        int copied = 0;
        for (int at = 0; at + WINDOW <= text.length(); at++) {
            if (!known.contains(text.substring(at, at + WINDOW))) {
                continue;
            }
            int end = at + WINDOW;
            while (end < text.length() && known.contains(text.substring(end + 1 - WINDOW, end + 1))) {
                end++;
            }
            out = out == null ? new StringBuilder(text.length()) : out;
            out.append(text, copied, at).append(HIDDEN);
            copied = end;
            at = end - 1;
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }
}
