package org.reformatted.finetune.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reformatted.finetune.Shared;
import org.reformatted.finetune.model.LlamaConfig;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.text.Tokenizer;
import org.reformatted.realign.text.Tokenizers;

class GgufImportTest {
    @TempDir
    Path temporary;

    @Test
    void whatWasWrittenForLlamaCppComesBack() throws IOException {
        Path source = Shared.stories260K();
        Path file = temporary.resolve("model.gguf");
        GgufFile.convert(source, file);
        Path folder = temporary.resolve("imported");
        GgufImport.convert(file, folder);
        TensorFolder before = TensorFolder.open(source);
        TensorFolder after = TensorFolder.open(folder);
        for (String name : after.names()) {
            Shape shape = before.shape(name);
            assertThat(after.bytes(name, shape)).as(name).isEqualTo(before.bytes(name, shape));
        }
        LlamaConfig imported = HuggingFaceCheckpoint.open(folder).config();
        assertThat(imported.layers()).isEqualTo(5);
        assertThat(imported.rmsNormEpsilon()).isEqualTo(1e-5);
        assertThat(imported.endTokens()).containsExactly(2);
        Tokenizer expected = Tokenizers.load(source);
        Tokenizer tokenizer = Tokenizers.load(folder);
        assertThat(tokenizer.sequence()).isEqualTo(expected.sequence());
        for (String text : new String[] {"Once upon a time", " a  b", "你好 😀\n", "<s> x"}) {
            assertThat(tokenizer.encodeSequence(text)).as(text).isEqualTo(expected.encodeSequence(text));
        }
    }

    /** Every file that is cut short or has a changed byte in its head is read, or refused with a sentence. */
    @Test
    void aDamagedHeadIsRefusedWithoutMemory() throws IOException {
        Path file = temporary.resolve("model.gguf");
        GgufFile.convert(Shared.stories260K(), file);
        byte[] whole = Files.readAllBytes(file);
        Path damaged = temporary.resolve("damaged.gguf");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 2 == 1) {
                bytes[random.nextInt(2000)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, bytes);
            try {
                GgufReader.open(damaged);
                assertThat(i % 2).as("a file that is cut short").isEqualTo(1);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("damaged.gguf");
            }
        }
    }

    @Test
    void refusesCountsThatDoNotFitIntoTheFile() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x46554747).putInt(3).putLong(1L << 60).putLong(1);
        Path file = Files.write(temporary.resolve("model.gguf"), head.array());
        assertThatThrownBy(() -> GgufImport.convert(file, temporary.resolve("out")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it claims 1152921504606846976 tensors");
    }
}
