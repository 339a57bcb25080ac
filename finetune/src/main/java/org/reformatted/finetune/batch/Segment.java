package org.reformatted.finetune.batch;

import org.reformatted.realign.base.Check;

/**
 * A part of an encoded conversation, which is tokenized separately.
 *
 * @param kind whether it is text or one special token
 * @param text the text, or the text of the special token; empty for the start and end token
 * @param turn index of the turn whose loss weight its tokens have; -1 for text of the template, which is never learned
 */
public record Segment(SegmentKind kind, String text, int turn) {
    /** The kinds of segments. */
    public enum SegmentKind {
        /** Text, in which the texts of special tokens are ordinary text. */
        TEXT,
        /** Text after a space; with SentencePiece it is the space that the tokenizer adds before a text. */
        SPACED,
        /** A special token, given by its text. */
        TOKEN,
        /** The tokenizer's start token. */
        START,
        /** The tokenizer's end token. */
        END
    }

    /** Checks the turn. */
    public Segment {
        Check.argument(turn >= -1, "turn (%s) must be -1 or the index of a turn", turn);
    }

    static Segment start() {
        return new Segment(SegmentKind.START, "", -1);
    }

    static Segment end(int turn) {
        return new Segment(SegmentKind.END, "", turn);
    }

    static Segment token(String spelling, int turn) {
        return new Segment(SegmentKind.TOKEN, spelling, turn);
    }

    static Segment frame(String text) {
        return new Segment(SegmentKind.TEXT, text, -1);
    }

    static Segment spaced(String text, int turn) {
        return new Segment(SegmentKind.SPACED, text, turn);
    }

    static Segment said(String text, int turn) {
        return new Segment(SegmentKind.TEXT, text, turn);
    }
}
