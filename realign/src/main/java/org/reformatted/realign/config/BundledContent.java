package org.reformatted.realign.config;

import java.util.Map;

/**
 * Implemented by config records that use content of the program, such as the bundled prompts. The hashes of this content are part of the fingerprint,
 * so that the fingerprint changes with the content.
 */
public interface BundledContent {
    /**
     * Returns the bundled content that this config uses.
     *
     * @return the SHA-256 of each kind of content; empty when files of the config replace all of it
     */
    Map<String, String> bundled();
}
