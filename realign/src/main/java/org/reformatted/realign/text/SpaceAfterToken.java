package org.reformatted.realign.text;

/** Whether a tokenizer that adds a space before a text also adds one before the text after an added token. */
public enum SpaceAfterToken {
    /** Each text between added tokens is read as a separate text. */
    ALWAYS,
    /** A space is added unless the text starts with one. */
    IF_MISSING,
    /** A space is added only at the start of the entire text. */
    NEVER
}
