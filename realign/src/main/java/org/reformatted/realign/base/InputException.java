package org.reformatted.realign.base;

/**
 * Input that cannot be used, or a run that cannot continue. One sentence states the place, what was found there, what was expected and what to do.
 * The program prints only this message and ends with exit code 1.
 */
public class InputException extends RuntimeException {
    /** Length limit of a message in characters; content of a file that is quoted in it may be far longer. */
    private static final int LONGEST = 3_000;

    private static final int HEAD = 2_000;

    /**
     * Creates an exception from a finished sentence.
     *
     * @param sentence place, value, rule and remedy
     */
    public InputException(String sentence) {
        super(readable(sentence));
    }

    /**
     * Creates an exception from a finished sentence and its cause, which {@code --verbose} shows.
     *
     * @param sentence place, value, rule and remedy
     * @param cause the cause
     */
    public InputException(String sentence, Throwable cause) {
        super(readable(sentence), cause);
    }

    /**
     * Builds the message from its parts: {@code place: found; expected; remedy}.
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

    /** Leaves out the middle of a sentence that is too long to read. Secrets are hidden first, so that no part of one remains. */
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
