package org.reformatted.finetune.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.reformatted.realign.base.SafeText;
import org.reformatted.realign.text.Tokenizer;

/** Prints the decoded tokens of a training example, with the learned tokens marked: in colour on a terminal, otherwise in brackets. */
public final class ExamplePrinter {
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final Tokenizer tokenizer;
    private final boolean colour;

    /**
     * Creates a printer.
     *
     * @param tokenizer the tokenizer of the examples
     * @param colour whether the output is a terminal
     */
    public ExamplePrinter(Tokenizer tokenizer, boolean colour) {
        this.tokenizer = tokenizer;
        this.colour = colour;
    }

    /**
     * Prints an example.
     *
     * @param example the example
     * @return a line with its name and lengths, and its text, including special tokens
     */
    public String print(TokenizedExample example) {
        StringBuilder text = new StringBuilder(colour ? SafeText.terminal(example.id()) : example.id())
                .append(": ")
                .append(example.length())
                .append(" tokens, ")
                .append(example.supervisedTokens())
                .append(colour ? " learned (green)\n" : " learned [[in brackets]]\n");
        int start = 0;
        for (int i = 1; i <= example.length(); i++) {
            if (i == example.length() || learned(example, i) != learned(example, start)) {
                String run = spelled(example.ids(), start, i);
                text.append(learned(example, start) ? marked(run) : run);
                start = i;
            }
        }
        return text.toString();
    }

    private static boolean learned(TokenizedExample example, int at) {
        return example.lossWeights()[at] != 0;
    }

    private String marked(String run) {
        return colour ? GREEN + run + PLAIN : "[[" + run + "]]";
    }

    private String spelled(int[] ids, int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = start; i < end; i++) {
            byte[] spelling = tokenizer.bytes(ids[i]);
            bytes.writeBytes(
                    spelling.length > 0 ? spelling : tokenizer.piece(ids[i]).getBytes(StandardCharsets.UTF_8));
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return colour ? SafeText.terminal(text) : text;
    }
}
