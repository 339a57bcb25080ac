package org.reformatted.realign.data;

/**
 * A piece of evidence that was found for a question.
 *
 * @param text the passage
 * @param source where it comes from: a document's name or an address
 * @param score how well it matches, greater is better; only scores from one source can be compared
 */
public record Passage(String text, String source, double score) {}
