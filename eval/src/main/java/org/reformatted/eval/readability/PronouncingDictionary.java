package org.reformatted.eval.readability;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.TextFiles;

/**
 * Counts syllables with a pronouncing dictionary in CMUdict's format; another counter is used for missing words. The first pronunciation of a word
 * counts; each phone with a stress digit is a syllable.
 */
public final class PronouncingDictionary implements SyllableCounter {
    private final Map<String, Integer> counts;
    private final SyllableCounter otherwise;

    private PronouncingDictionary(Map<String, Integer> counts, SyllableCounter otherwise) {
        this.counts = counts;
        this.otherwise = otherwise;
    }

    /**
     * Reads a dictionary.
     *
     * @param file lines such as {@code a(2) EY1} or {@code hello HH AH0 L OW1}; {@code #} starts a comment
     * @param otherwise counter for words that are not in the dictionary
     * @return the counter
     * @throws InputException naming file and line of an entry without phones
     */
    public static PronouncingDictionary read(Path file, SyllableCounter otherwise) {
        Map<String, Integer> counts = new HashMap<>();
        try (BufferedReader reader = TextFiles.reader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String entry = line.replaceAll("#.*", "").strip();
                int space = entry.indexOf(' ');
                if (!entry.isEmpty() && !entry.startsWith(";;;")) {
                    if (space < 0) {
                        throw InputException.at(
                                file + ":" + number,
                                "\"" + entry + "\"",
                                "a word and its phones",
                                "give CMUdict's file");
                    }
                    counts.putIfAbsent(entry.substring(0, space), stressed(entry.substring(space)));
                }
            }
        } catch (IOException e) {
            throw TextFiles.unreadable(file, e);
        }
        return new PronouncingDictionary(counts, otherwise);
    }

    private static int stressed(String phones) {
        return (int) phones.chars().filter(Character::isDigit).count();
    }

    @Override
    public int syllables(String word) {
        Integer count = counts.get(word);
        return count == null ? otherwise.syllables(word) : Math.max(1, count);
    }

    /**
     * Returns the size of the dictionary.
     *
     * @return the number of entries, including variants of pronunciation
     */
    public int size() {
        return counts.size();
    }
}
