package org.reformatted.realign.data;

/**
 * A piece of evidence that was found for a question.
 *
 * @param text the passage
 * @param source where it is: a document's name, an address
 * @param score how well it fits, greater is better; only scores of one source compare
 */
public record Passage(String text, String source, double score) {}
