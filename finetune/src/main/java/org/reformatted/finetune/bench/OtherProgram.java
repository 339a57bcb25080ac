package org.reformatted.finetune.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.reformatted.realign.base.Json;

/** Runs a script beside this class in another program, which reads it from its standard input and prints one JSON object. */
final class OtherProgram {
    private OtherProgram() {}

    /**
     * Runs it to its end.
     *
     * @param command the program and its arguments
     * @param script the resource's name
     * @return what it printed; empty when the program is not there or failed
     */
    static Optional<JsonNode> run(List<String> command, String script) {
        try (InputStream source = OtherProgram.class.getResourceAsStream(script)) {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(Objects.requireNonNull(source).readAllBytes());
            }
            byte[] printed = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? Optional.of(Json.MAPPER.readTree(printed)) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(command.get(0) + " printed no JSON for " + script, e);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
