package org.reformatted.experiments.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * The result of checking an artifact's folder: whether every file exists and has the hash in the record, and whether the record has the hash in the
 * seal next to it.
 *
 * @param folder the artifact's folder
 * @param record its record, if it can be trusted
 * @param damages one sentence for each file that is missing or differs; empty for a sound artifact
 * @param foreign files that are not in the record, by their paths in the folder
 */
public record ArtifactCheck(Path folder, Optional<ArtifactRecord> record, List<String> damages, List<String> foreign) {
    /** The file with the record's hash, in the format of {@code sha256sum -c}. */
    public static final String SEAL = "artifact.sha256";

    /** Copies the lists. */
    public ArtifactCheck {
        damages = List.copyOf(damages);
        foreign = List.copyOf(foreign);
    }

    /**
     * Checks an artifact.
     *
     * @param folder its folder
     * @param hashes computes the hashes of files
     * @return the result; a folder that does not exist has no record and no damage
     */
    public static ArtifactCheck of(Path folder, FileHashes hashes) {
        if (!Files.isDirectory(folder)) {
            return new ArtifactCheck(folder, Optional.empty(), List.of(), List.of());
        }
        Path file = folder.resolve(ArtifactRecord.FILE);
        if (!Files.exists(file)) {
            return damaged(folder, file + ": the record is missing");
        }
        if (!isSealed(file)) {
            return damaged(folder, file + ": the record does not have the hash that " + SEAL + " contains");
        }
        return record(folder)
                .map(record -> of(folder, record, hashes))
                .orElseGet(() -> damaged(folder, file + ": the record is of another version of this program"));
    }

    private static boolean isSealed(Path record) {
        Path seal = record.resolveSibling(SEAL);
        return Files.exists(seal) && text(seal).equals(seal(record));
    }

    /** The record of an artifact, if its format is known; its seal is not checked. */
    static Optional<ArtifactRecord> record(Path folder) {
        Path file = folder.resolve(ArtifactRecord.FILE);
        try {
            return Optional.of(Json.MAPPER.readValue(file.toFile(), ArtifactRecord.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
    }

    private static ArtifactCheck of(Path folder, ArtifactRecord record, FileHashes hashes) {
        List<String> damages = new ArrayList<>();
        record.files().forEach((name, hash) -> {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                damages.add(file + ": the file is missing");
            } else if (!hashes.matches(file, hash)) {
                damages.add(file + ": the content differs from its recorded hash");
            }
        });
        Set<String> foreign = files(folder);
        foreign.removeAll(record.files().keySet());
        foreign.removeAll(Set.of(ArtifactRecord.FILE, SEAL));
        return new ArtifactCheck(folder, Optional.of(record), damages, List.copyOf(foreign));
    }

    private static ArtifactCheck damaged(Path folder, String damage) {
        return new ArtifactCheck(folder, Optional.empty(), List.of(damage), List.of());
    }

    /** The files below a folder by their paths in it, with forward slashes. */
    static Set<String> files(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            walk.filter(Files::isRegularFile)
                    .forEach(
                            file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
            return names;
        } catch (IOException e) {
            throw TextFiles.unreadable(folder, e);
        }
    }

    /** The seal's text for a record. */
    static String seal(Path record) {
        return Sha256.of(record) + "  " + record.getFileName() + "\n";
    }

    private static String text(Path seal) {
        try {
            return new String(Files.readAllBytes(seal), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw TextFiles.unreadable(seal, e);
        }
    }

    /**
     * Whether the artifact's content may be used.
     *
     * @return true if its record and every file are unchanged since they were written
     */
    public boolean isSound() {
        return record.isPresent() && damages.isEmpty();
    }

    /**
     * Checks that the record has a fingerprint.
     *
     * @param fingerprint 64 hexadecimal digits
     * @return this check; with one more damage if the record has another fingerprint
     */
    ArtifactCheck expecting(String fingerprint) {
        if (record.isEmpty() || record.get().fingerprint().equals(fingerprint)) {
            return this;
        }
        List<String> more = new ArrayList<>(damages);
        more.add(folder + ": found fingerprint " + record.get().fingerprint() + ", expected " + fingerprint);
        return new ArtifactCheck(folder, record, more, foreign);
    }

    /**
     * Rejects foreign files in the subfolders of an artifact, such as a checkpoint, because programs read all files of these folders.
     *
     * @return sentences about foreign files in the artifact's main folder, which no step reads
     * @throws InputException for a foreign file in a subfolder of the artifact
     */
    List<String> requireOwnFolders() {
        List<String> beside = new ArrayList<>();
        for (String name : foreign) {
            String sentence = folder.resolve(name) + ": this file is not part of the artifact; move it away";
            if (name.contains("/")) {
                throw new InputException(sentence + " and run again");
            }
            beside.add(sentence);
        }
        return beside;
    }
}
