package org.reformatted.realign.reformat;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reformatted.realign.text.FinalAnswer;
import org.reformatted.realign.text.SearchedWord;
import org.reformatted.realign.text.TextOpening;

/**
 * A solution without the answer that it declares: after {@code ####}, in "the answer is" at its end or beginning, or as a number at its beginning
 * that its last computation confirms. The complete declaration is cut out, so that no word of it is lost when it is stated again.
 *
 * @param rest the solution without the declarations
 * @param answer the answer as written; absent when none is declared
 * @param conflict whether two declarations differ; then no answer may be stated again
 */
record DeclaredAnswer(String rest, Optional<String> answer, boolean conflict) {
    private static final String MARK = "####";
    private static final String SUBJECT =
            "(?:the\\s+)?(?:final\\s+|correct\\s+|right\\s+)?answer\\s*(?:is\\s*:?|[:=])\\s*";
    /**
     * The answer up to the end of its sentence. A period or comma before a digit does not end it, nor does a comma before a space unless "because",
     * "since", "as" or "so" follows.
     */
    private static final String PHRASE =
            "((?:[^\\n.!?,;]|[.,](?=\\d)|,(?=\\s)(?!\\s+(?:because|since|as|so)\\b)){1,80}?)";

    private static final Pattern MARKED = Pattern.compile(MARK + "[ \\t]*(\\S[^\\n]*?)\\s*\\z");

    /** "Answer: 18.", "The answer is 18, because", "The final answer is 18" at the very beginning. */
    private static final TextOpening FIRST = TextOpening.of(
            "TtFfAaCcRr",
            "(?i)" + SUBJECT + PHRASE
                    + "(?:\\s*,?\\s*(?=(?:because|since|as)\\b)|\\s*[.;!]?\\s*\\z|\\s*[.;!](?:\\s+|\\z)|[^\\S\\n"
                    + "]*\\n"
                    + "\\s*)");

    /** "So the answer is 18.", "Answer: 18" at the very end. */
    private static final Pattern LAST =
            Pattern.compile("(?i)(?:\\A|(?<=[.;,!?\\n]))\\s*(?:and\\s+)?(?:(?:so|thus|therefore|hence)\\s*,?\\s*)?"
                    + SUBJECT + PHRASE + "\\s*[.!]?\\s*\\z");

    /** "25, because", "25 apples since", "$25." at the very beginning. */
    private static final TextOpening NUMBER_FIRST = TextOpening.of(
            "-$.0123456789",
            "(?i)(" + FinalAnswer.NUMBER
                    + "%?(?:[^\\S\\n"
                    + "]+(?!because\\b|since\\b|as\\b)[a-z]++){0,3})\\s*(?:[.,;:]?\\s*(?=(?:because|since|as)\\b)|[.;]\\s+|\\n"
                    + "\\s*|\\z)");

    static DeclaredAnswer of(String text) {
        return new DeclaredAnswer(text, Optional.empty(), false)
                .marked()
                .last()
                .first()
                .numberFirst();
    }

    /** Cuts the end of the text from the mark, with the spaces and the line break before it; a Markdown heading does not mark an answer. */
    private DeclaredAnswer marked() {
        int at = rest.lastIndexOf(MARK);
        if (at < 0) {
            return this;
        }
        Matcher matcher = MARKED.matcher(rest).region(at, rest.length());
        if (!matcher.lookingAt() || AnswerValue.of(matcher.group(1)).isEmpty()) {
            return this;
        }
        int start = at;
        while (start > 0 && " \t".indexOf(rest.charAt(start - 1)) >= 0) {
            start--;
        }
        int from = start > 0 && rest.charAt(start - 1) == '\n' ? start - 1 : start;
        return rest.indexOf(MARK) < at ? new DeclaredAnswer(rest, Optional.empty(), true) : without(from, matcher);
    }

    private DeclaredAnswer last() {
        if (!SearchedWord.ANSWER.isIn(rest)) {
            return this;
        }
        Matcher matcher = LAST.matcher(rest);
        return matcher.find() && isWhole(matcher.group(1)) ? without(matcher.start(), matcher) : this;
    }

    private DeclaredAnswer first() {
        Matcher matcher = FIRST.of(rest);
        return matcher == null || !isWhole(matcher.group(1)) || continuesWithComputation(matcher.group(1))
                ? this
                : without(0, matcher);
    }

    /** Tests whether a phrase continues after the answer with a computation. */
    private static boolean continuesWithComputation(String phrase) {
        return phrase.indexOf(',') >= 0 && (phrase.indexOf('=') >= 0 || phrase.indexOf('+') >= 0);
    }

    private DeclaredAnswer numberFirst() {
        Matcher matcher = NUMBER_FIRST.of(rest);
        if (matcher == null) {
            return this;
        }
        String found = matcher.group(1).strip();
        boolean declared =
                answer.isPresent() ? agree(answer.get(), found) : isConfirmed(found, rest.substring(matcher.end()));
        return declared ? without(0, matcher) : this;
    }

    /** Tests whether the last computation after it has the same result. */
    private static boolean isConfirmed(String found, String behind) {
        int equals = behind.lastIndexOf('=');
        String closing = equals < 0
                ? ""
                : behind.substring(equals + 1).replaceAll("[.!\\s]+\\z", "").strip();
        Optional<AnswerValue> last = AnswerValue.of(closing);
        return last.isPresent() && FinalAnswer.same(last.get().number(), numberOf(found));
    }

    private static String numberOf(String found) {
        return AnswerValue.of(found).map(AnswerValue::number).orElse(found);
    }

    private static boolean isWhole(String phrase) {
        return Shield.of(phrase).isClosed() && !phrase.isBlank();
    }

    private DeclaredAnswer without(int start, Matcher matcher) {
        String found = matcher.group(1).strip();
        if (conflict || (answer.isPresent() && !agree(answer.get(), found))) {
            boolean values = AnswerValue.of(found).isPresent() || conflict;
            return values ? new DeclaredAnswer(rest, Optional.empty(), true) : this;
        }
        String kept = rest.substring(0, start) + rest.substring(matcher.end());
        return new DeclaredAnswer(kept.strip(), answer.or(() -> Optional.of(found)), false);
    }

    private static boolean agree(String one, String other) {
        return FinalAnswer.same(one, other) || FinalAnswer.same(numberOf(one), numberOf(other));
    }
}
