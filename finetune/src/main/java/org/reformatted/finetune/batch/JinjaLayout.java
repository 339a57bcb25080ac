package org.reformatted.finetune.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Role;
import org.reformatted.realign.data.Turn;
import org.reformatted.realign.text.Tokenizer;

/**
 * Converts conversations to segments with a Jinja template. The template renders one text. The part of each turn is found by rendering the turns
 * before it: an answer is the text that is added to the prompt before it. The text of a special token inside a turn stays ordinary text, as in all
 * templates: during rendering, a character of Unicode's private use area replaces it.
 */
final class JinjaLayout implements ConversationLayout {
    private static final int PRIVATE = 0xF0000;

    private final String place;
    private final JinjaRenderer renderer;
    private final List<String> special;
    private final Optional<String> endOfTurn;

    /**
     * Reads a template.
     *
     * @param place of the template, for messages
     * @param source the template
     * @param tokenizer of the model
     * @param ending the token that ends an answer, if the template does not show it
     * @throws InputException when the tokenizer lacks that token, or the template cannot render a question and an answer
     */
    JinjaLayout(String place, String source, Tokenizer tokenizer, Optional<String> ending) {
        this.place = place;
        String start = piece(tokenizer, tokenizer.sequence().start().orElse(-1));
        String end = piece(tokenizer, tokenizer.sequence().end().orElse(-1));
        renderer = new JinjaRenderer(place, source, start, end);
        special = IntStream.range(0, tokenizer.vocabularySize())
                .filter(id -> tokenizer.bytes(id).length == 0)
                .mapToObj(tokenizer::piece)
                .filter(spelling -> !spelling.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        ending.filter(token -> tokenizer.id(token).isEmpty()).ifPresent(token -> {
            throw InputException.at(place, "endOfTurn " + token, "a token of the vocabulary", "correct it");
        });
        Optional<String> shown = segments(List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b"))).stream()
                .filter(segment -> segment.kind() == Segment.SegmentKind.TOKEN && segment.turn() == 1)
                .reduce((first, last) -> last)
                .map(Segment::text);
        endOfTurn = ending.isPresent() ? ending : shown;
    }

    private static String piece(Tokenizer tokenizer, int id) {
        return id < 0 ? "" : tokenizer.piece(id);
    }

    @Override
    public List<Segment> segments(List<Turn> turns) {
        List<String> contents = turns.stream().map(turn -> masked(turn.text())).toList();
        boolean answers = TurnOrder.awaitsAnswer(turns);
        String whole = renderer.render(turns, contents, answers);
        requireSaid(contents, whole);
        List<Segment> segments = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < turns.size(); i++) {
            boolean answer = turns.get(i).role() == Role.ASSISTANT;
            int from = answer ? prefix(turns, contents, i, true, whole) : at;
            int to = answer ? end(turns, contents, i, whole) : boundary(turns, contents, i, whole, at);
            split(segments, whole.substring(at, from), -1);
            split(segments, whole.substring(from, to), i);
            at = to;
        }
        split(segments, whole.substring(at), -1);
        return segments;
    }

    /**
     * Checks that the rendered text contains every turn. Otherwise a filter or a role that the template or the engine does not support would silently
     * drop text.
     */
    private void requireSaid(List<String> contents, String whole) {
        for (int i = 0; i < contents.size(); i++) {
            if (!whole.contains(contents.get(i).strip())) {
                throw InputException.at(
                        place,
                        "its output lacks the text of turn " + (i + 1),
                        "a template that shows every turn",
                        "use a built-in template, such as chatml, or correct the template");
            }
        }
    }

    /** The length of the first turns in the entire text. */
    private int prefix(List<Turn> turns, List<String> contents, int count, boolean answers, String whole) {
        String text = renderer.render(turns.subList(0, count), contents.subList(0, count), answers);
        if (!whole.startsWith(text)) {
            throw InputException.at(
                    place,
                    "its text before turn " + (count + 1) + " depends on later turns",
                    "a template that only appends text",
                    "use a built-in template, such as chatml");
        }
        return text.length();
    }

    private int end(List<Turn> turns, List<String> contents, int answer, String whole) {
        return answer == turns.size() - 1 ? whole.length() : prefix(turns, contents, answer + 1, false, whole);
    }

    /**
     * The end of a turn that is not an answer, at a special token, so that a text that is tokenized as one is not split. If the template cannot
     * render only the first turns, or there is no such token, the text of the turn is joined to the next turn.
     */
    private int boundary(List<Turn> turns, List<String> contents, int turn, String whole, int at) {
        int end;
        try {
            end = prefix(turns, contents, turn + 1, false, whole);
        } catch (InputException e) {
            return at;
        }
        int cut = at;
        for (String spelling : special) {
            int place = whole.lastIndexOf(spelling, end - spelling.length());
            cut = place < at ? cut : Math.max(cut, place + spelling.length());
        }
        return cut;
    }

    /** Splits a text at special tokens. Text that the template adds after the last special token of an answer is not learned. */
    private void split(List<Segment> segments, String text, int turn) {
        int begin = segments.size();
        int at = 0;
        while (at < text.length()) {
            int next = text.length();
            String found = "";
            for (String spelling : special) {
                int place = text.indexOf(spelling, at);
                if (place >= 0 && (place < next || (place == next && spelling.length() > found.length()))) {
                    next = place;
                    found = spelling;
                }
            }
            add(segments, text.substring(at, next), turn);
            if (!found.isEmpty()) {
                segments.add(Segment.token(found, turn));
            }
            at = next + found.length();
        }
        boolean ended = segments.subList(begin, segments.size()).stream()
                .anyMatch(segment -> segment.kind() == Segment.SegmentKind.TOKEN);
        Segment last = segments.isEmpty() ? Segment.frame("") : segments.get(segments.size() - 1);
        if (ended && last.kind() != Segment.SegmentKind.TOKEN) {
            segments.set(segments.size() - 1, new Segment(last.kind(), last.text(), -1));
        }
    }

    private void add(List<Segment> segments, String text, int turn) {
        String said = unmasked(text);
        if (said.startsWith(" ")) {
            segments.add(Segment.spaced(said.substring(1), turn));
        } else if (!said.isEmpty()) {
            segments.add(Segment.said(said, turn));
        }
    }

    private String masked(String text) {
        String masked = text;
        for (int i = 0; i < special.size(); i++) {
            masked = masked.replace(special.get(i), Character.toString(PRIVATE + i));
        }
        return masked;
    }

    private String unmasked(String text) {
        if (text.codePoints().noneMatch(c -> c >= PRIVATE && c < PRIVATE + special.size())) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c >= PRIVATE && c < PRIVATE + special.size()) {
                plain.append(special.get(c - PRIVATE));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    @Override
    public Optional<String> endOfTurn() {
        return endOfTurn;
    }

    @Override
    public List<String> addedTokens() {
        return List.of();
    }
}
