package org.reformatted.finetune.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.Json;

/** Runs a script of this package's resources with another program, which prints one JSON object. */
final class ExternalProgram {
    private ExternalProgram() {}

    /**
     * Runs a script and waits for its end.
     *
     * @param program such as {@code python3}
     * @param script the resource's name
     * @param settings the script's argument
     * @return the printed object; empty when the program is missing or failed
     */
    static Optional<JsonNode> run(String program, String script, String settings) {
        Path copy = null;
        try (InputStream source = ExternalProgram.class.getResourceAsStream(script)) {
            copy = Files.createTempFile("bench", script);
            Files.write(copy, Objects.requireNonNull(source).readAllBytes());
            Process process = new ProcessBuilder(program, copy.toString(), settings)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            byte[] printed = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? Optional.of(Json.MAPPER.readTree(printed)) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(program + " did not print JSON for " + script, e);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            delete(copy);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
