package org.reformatted.realign.text;

/** Whether a tokenizer that puts a space before a text also puts one before the text behind an added token. */
public enum SpaceBehind {
    /** Each text between added tokens is read as a text of its own. */
    ALWAYS,
    /** A space is put there unless the text begins with one. */
    WHERE_NONE_STANDS,
    /** Only the beginning of the whole text gets a space. */
    NEVER
}
