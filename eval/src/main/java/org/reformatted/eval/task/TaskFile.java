package org.reformatted.eval.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;

/**
 * A benchmark in one YAML file; docs/tasks.md explains each field with an example.
 *
 * @param name the task's name in results, such as {@code nq-open}
 * @param version increment when scores of existing answers change
 * @param data its rows, relative to the data root: JSON Lines, a JSON array, CSV with a header, or Parquet
 * @param prompt the question, with {@code {field}} for a row's fields; {@code {field.0.name}} selects from lists and objects
 * @param reference the right answer, with {@code {field}} for a row's fields; a list gives one line for each element
 * @param id the field that identifies a row. When the field ends in {@code |#} and a row lacks it, and when {@code id} is left out, the id is the
 *     row's number from 0
 * @param category the field that contains a row's subtask
 * @param byCategory whether scores are also reported by category; else the category is only a label, which a row may lack
 * @param choices fixed choices that are scored by likelihood; without choices the model generates answers
 * @param rowChoices choices that differ from row to row
 * @param replace patterns that are replaced in prompts and in the choices of rows, in this order
 * @param examples solved examples before each question
 * @param exampleAnswer the assistant's answer in drawn examples ({@code shots} in a config); when left out, a config can't set {@code shots}
 * @param policies how answers are read and compared, in the order of the results
 * @param defaultPolicy the policy whose score represents the task; when left out, the first policy
 */
public record TaskFile(
        @Identity String name,
        @Default("1") @Identity int version,
        @Identity String data,
        @Identity String prompt,
        @Default("") @Identity String reference,
        @Identity Optional<String> id,
        @Identity Optional<String> category,
        @Default("true") @Identity boolean byCategory,
        @Default("[]") @Identity List<String> choices,
        Optional<RowChoices> rowChoices,
        @Default("[]") List<Replacement> replace,
        Optional<Examples> examples,
        @Identity Optional<String> exampleAnswer,
        @Default("[]") List<Policy> policies,
        @Identity Optional<String> defaultPolicy) {
    /** Checks the name, the ranges and the required fields. */
    public TaskFile {
        Check.argument(
                name.matches("[A-Za-z0-9._-]+"), "name (%s) must consist of letters, digits, '.', '_' and '-'", name);
        Check.argument(version > 0 && version < 100, "version (%s) must lie in [1, 99]", version);
        Check.argument(!prompt.isBlank(), "prompt must not be blank");
        Check.argument(
                (choices.isEmpty() && rowChoices.isEmpty()) == !policies.isEmpty(),
                "policies must be given for a task with generated answers, and not for one that scores choices");
        Check.argument(
                choices.isEmpty() || rowChoices.isEmpty(), "rowChoices is not allowed with choices (%s)", choices);
        choices = List.copyOf(choices);
        replace = List.copyOf(replace);
        policies = List.copyOf(policies);
    }

    /** Returns a copy with drawn examples. */
    TaskFile with(Shots shots) {
        if (shots.count() == 0) {
            return this;
        }
        Check.argument(
                exampleAnswer.isPresent() && shots.from().isPresent(),
                "shots (%s) must be 0: the task %s has no solved examples to draw",
                shots.count(),
                name);
        Examples drawn = new Examples(
                shots.from().get().toString(), shots.count(), Order.DRAWN, shots.seed(), exampleAnswer.get());
        return new TaskFile(
                name,
                version,
                data,
                prompt,
                reference,
                id,
                category,
                byCategory,
                choices,
                rowChoices,
                replace,
                Optional.of(drawn),
                exampleAnswer,
                policies,
                defaultPolicy);
    }

    /**
     * Choices that differ from row to row, scored by likelihood.
     *
     * @param texts the field of a row that lists them
     * @param labels the field that lists their labels, one of which is the reference; when left out, the labels are the numbers from 0
     */
    public record RowChoices(
            @Identity String texts, @Identity Optional<String> labels) {}

    /**
     * A replacement in texts.
     *
     * @param pattern a regular expression
     * @param by the replacement; {@code $1} is the first group
     */
    public record Replacement(
            @Identity String pattern, @Default("") @Identity String by) {
        /** Checks the pattern. */
        public Replacement {
            Check.argument(Policy.isPattern(pattern), "pattern (%s) must be a regular expression", pattern);
        }
    }

    /**
     * Solved examples.
     *
     * @param from the file of their rows, with the same fields as the task's rows, relative to the data root
     * @param count number of examples
     * @param order {@code file} takes the first rows in their order, {@code drawn} draws them once for all questions
     * @param seed seed of the draw
     * @param answer the assistant's answer, with {@code {field}} for a row's fields
     */
    public record Examples(
            @Identity String from,
            @Identity int count,
            @Default("file") @Identity Order order,
            @Default("0") @Identity long seed,
            @Identity String answer) {
        /** Checks the count. */
        public Examples {
            Check.argument(count > 0, "count (%s) must be positive; leave examples out for none", count);
        }
    }

    /** Which rows are used as examples. */
    public enum Order {
        /** The first rows of the file, in its order. */
        FILE,
        /** Rows that are drawn with a seed. */
        DRAWN
    }

    /**
     * How an answer is read and compared: the policies of a built-in task, or a pattern.
     *
     * @param of the built-in task whose policies are used, such as {@code gsm8k}
     * @param name the name in results, for a pattern
     * @param extract a regular expression whose first group, or else entire match, is the answer; when left out, the answer is the entire output
     * @param pick which of several matches counts
     * @param compare the comparison that decides whether an answer is right
     */
    public record Policy(
            @Identity Optional<String> of,
            @Identity Optional<String> name,
            @Identity Optional<String> extract,
            @Default("last") @Identity Pick pick,
            @Default("exact") @Identity Compare compare) {
        /** Checks that either {@code of} or {@code name} is given, and that the pattern is valid. */
        public Policy {
            Check.argument(of.isPresent() != name.isPresent(), "of or name must be given, and not both");
            Check.argument(of.isEmpty() || extract.isEmpty(), "extract is not allowed with of (%s)", of.orElse(""));
            Check.argument(
                    extract.map(Policy::isPattern).orElse(true),
                    "extract (%s) must be a regular expression",
                    extract.orElse(""));
        }

        private static boolean isPattern(String text) {
            try {
                return Pattern.compile(text).pattern().equals(text);
            } catch (PatternSyntaxException e) {
                return false;
            }
        }
    }

    /** Which of several matches counts. */
    public enum Pick {
        /** The first. */
        FIRST,
        /** The last. */
        LAST
    }

    /** The comparison that decides whether an answer is right; each line of the reference is a right answer. */
    public enum Compare {
        /** Equal texts, ignoring spaces at their ends. */
        EXACT,
        /** Equal texts, ignoring case. */
        IGNORE_CASE,
        /** Equal numbers, ignoring {@code $} and thousands separators. */
        NUMBER,
        /** The answer contains the reference, ignoring case. */
        CONTAINS
    }
}
