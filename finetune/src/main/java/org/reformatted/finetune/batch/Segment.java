package org.reformatted.finetune.batch;

import org.reformatted.realign.base.Check;

/**
 * A part of a conversation as a template lays it out, tokenized on its own.
 *
 * @param kind whether it is text or one special token
 * @param text the text, or the special token's spelling; empty for the start and end token
 * @param turn the turn whose loss weight its tokens carry; -1 for what the template adds, which is never learned
 */
public record Segment(SegmentKind kind, String text, int turn) {
    /** What a segment is. */
    public enum SegmentKind {
        /** Text, in which spelled-out special tokens stay text. */
        TEXT,
        /** Text behind a space, which is the one that SentencePiece itself puts in front of a text. */
        SPACED,
        /** A special token named by its spelling. */
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
