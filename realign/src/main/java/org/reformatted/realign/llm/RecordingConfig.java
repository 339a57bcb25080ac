package org.reformatted.realign.llm;

import java.util.Map;
import java.util.Optional;
import org.reformatted.realign.config.InputFile;

/**
 * A recording of a model's answers, which is replayed without a model.
 *
 * @param file a file that {@link RecordedChatModel#recording} wrote, relative to the data root
 * @param sampling how replies were sampled; when absent, the component that uses the model decides
 */
public record RecordingConfig(@InputFile String file, Optional<SamplingSettings> sampling) implements ModelConfig {
    @Override
    public ModelConfig withSampling(SamplingSettings other) {
        return new RecordingConfig(file, Optional.of(other));
    }

    @Override
    public String shownName() {
        return file;
    }

    @Override
    public Optional<Price> knownPrice() {
        return Optional.of(Price.FREE);
    }

    @Override
    public Optional<Double> budget() {
        return Optional.empty();
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Kind kind() {
        return Kind.RECORDING;
    }

    @Override
    public void requireReady(Map<String, String> environment) {}

    @Override
    public String identity(ModelAccess access) {
        return open(access).identity();
    }

    @Override
    public ChatModel open(ModelAccess access) {
        return RecordedChatModel.replay(access.files().apply(file));
    }
}
