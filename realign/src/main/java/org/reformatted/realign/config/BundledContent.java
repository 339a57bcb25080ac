package org.reformatted.realign.config;

import java.util.Map;

/**
 * Implemented by config records that use content of the program, such as the bundled prompts. Its hashes are part of the fingerprint, so
 * that a program with other content gives another fingerprint.
 */
public interface BundledContent {
    /**
     * The content that this config uses.
     *
     * @return SHA-256 by what it is; empty when files of the config replace all of it
     */
    Map<String, String> bundled();
}
