package org.reformatted.realign.base;

/**
 * Input that cannot be used, or a run that cannot go on, described in one sentence for a person: the place, what was found there, what was
 * expected, what to do. The program prints the message alone and ends with exit code 1.
 */
public class InputException extends RuntimeException {
    /** Letters of the longest sentence; what a file holds, quoted in it, may be far longer. */
    private static final int LONGEST = 3_000;

    private static final int HEAD = 2_000;

    /**
     * Makes an exception from a finished sentence.
     *
     * @param sentence place, value, rule and remedy
     */
    public InputException(String sentence) {
        super(readable(sentence));
    }

    /**
     * Makes an exception from a finished sentence and what lay behind it, which {@code --verbose} shows.
     *
     * @param sentence place, value, rule and remedy
     * @param cause what lay behind it
     */
    public InputException(String sentence, Throwable cause) {
        super(readable(sentence), cause);
    }

    /**
     * Joins the parts of a good message: {@code place: found; expected; remedy}.
     *
     * @param place a file with its line, a config key, a tensor's name
     * @param found what was found there
     * @param expected what was expected there
     * @param remedy what the reader can do
     * @return the exception, to be thrown
     */
    public static InputException at(Object place, String found, String expected, String remedy) {
        return new InputException(place + ": " + found + "; expected " + expected + "; " + remedy);
    }

    /** Leaves out the middle of a sentence that is too long to read; secrets are hidden before, so that no part of one remains. */
    private static String readable(String sentence) {
        if (sentence.length() <= LONGEST) {
            return sentence;
        }
        String hidden = Redactor.hide(sentence);
        int cut = Math.max(0, hidden.length() - LONGEST);
        String mark = " [" + cut + " letters left out] ";
        return cut == 0 ? hidden : hidden.substring(0, HEAD) + mark + hidden.substring(HEAD + cut);
    }
}
