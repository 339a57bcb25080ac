package org.reformatted.finetune.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reformatted.finetune.generate.Sampling.Chance;
import org.reformatted.finetune.generate.Sampling.Draw;
import org.reformatted.realign.llm.FinishReason;
import org.reformatted.realign.text.Tokenizer;

/** An answer that is being generated: its tokens, its bytes so far, and whether it has ended. */
final class Answer {
    final GenerationRequest request;
    final int index;
    private final Tokenizer tokenizer;
    private final Sampling sampling;
    private byte[] bytes = new byte[64];
    private int byteCount;
    private int[] ids = new int[16];
    private int size;
    private int end = -1;

    Answer(GenerationRequest request, int index, Tokenizer tokenizer) {
        this.request = request;
        this.index = index;
        this.tokenizer = tokenizer;
        sampling = new Sampling(request.sampling(), request.candidate());
    }

    /** The number of tokens that may still be generated, within a context of {@code capacity} tokens. */
    int remainingCapacity(int capacity) {
        return Math.min(request.sampling().maxNewTokens(), capacity - request.prompt().length) - size;
    }

    int last() {
        return ids[size - 1];
    }

    /** The random choice of the next token. */
    Chance next() {
        return sampling.next();
    }

    /**
     * Appends a token. If the batch may have influenced the draw, the token is drawn again from the sequence alone. Returns why the answer ends, or
     * null if it continues.
     */
    @Nullable
    FinishReason append(Draw drawn, Chance chance, TokenModel model) {
        int id = (drawn.margin() < model.tolerance() ? model.drawSingle(sequence(), chance) : drawn).id();
        if (request.stop().ids().contains(id)) {
            if (request.stop().writesEnd()) {
                write(tokenizer.bytes(id));
            }
            return FinishReason.STOP;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
        write(tokenizer.bytes(id));
        if (end >= 0) {
            return FinishReason.STOP;
        }
        return remainingCapacity(model.capacity()) == 0 ? FinishReason.LENGTH : null;
    }

    /** The prompt and the tokens generated after it. */
    private int[] sequence() {
        int[] prompt = request.prompt();
        int[] sequence = Arrays.copyOf(prompt, prompt.length + size);
        System.arraycopy(ids, 0, sequence, prompt.length, size);
        return sequence;
    }

    private void write(byte[] more) {
        int searched = byteCount;
        byteCount += more.length;
        if (byteCount > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * byteCount);
        }
        System.arraycopy(more, 0, bytes, searched, more.length);
        end = request.stop().end(bytes, byteCount, searched);
    }

    Generated finished(FinishReason reason) {
        String text = new String(bytes, 0, end < 0 ? byteCount : end, StandardCharsets.UTF_8);
        return new Generated(Arrays.copyOf(ids, size), text, reason);
    }
}
