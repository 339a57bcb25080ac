package org.reformatted.eval.instruct;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfile;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Detects the language of a text from its character n-grams (Optimaize's language-detector, Apache-2.0, a descendant of the library that langdetect
 * was ported from).
 */
final class Languages {
    private static final long SEED = 0;

    private Languages() {}

    /** Holder class, which loads the profiles at the first detection. */
    private static final class Profiles {
        private static final Set<String> KNOWN;
        private static final LanguageDetector DETECTOR;

        static {
            try {
                List<LanguageProfile> profiles = new LanguageProfileReader().readAllBuiltIn();
                KNOWN = profiles.stream()
                        .map(profile -> profile.getLocale().toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
                DETECTOR = LanguageDetectorBuilder.create(NgramExtractors.standard())
                        .seed(SEED)
                        .minimalConfidence(0)
                        .withProfiles(profiles)
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException("the language profiles of language-detector can't be read", e);
            }
        }
    }

    /**
     * Returns whether a text is in a language. A text without a detected language, such as one of digits, passes, as in the published program.
     *
     * @throws IllegalArgumentException when the language is unknown
     */
    static boolean isIn(String text, String language) {
        String asked = language.toLowerCase(Locale.ROOT);
        if (!Profiles.KNOWN.contains(asked)) {
            throw new IllegalArgumentException("language (" + language + ") must be one of "
                    + Profiles.KNOWN.stream().sorted().collect(Collectors.joining(", ")));
        }
        return detected(text).map(asked::equals).orElse(true);
    }

    private static Optional<String> detected(String text) {
        List<DetectedLanguage> likely = Profiles.DETECTOR.getProbabilities(text.toLowerCase(Locale.ROOT));
        return likely.isEmpty()
                ? Optional.empty()
                : Optional.of(likely.get(0).getLocale().toString().toLowerCase(Locale.ROOT));
    }
}
