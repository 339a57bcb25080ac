package org.reformatted.realign.config;

/**
 * Implemented by enums of presets. A config record with a component of such a type gets the preset's values for all keys that the config does not
 * set; values in the config, also empty ones, are not changed.
 */
public interface ConfigPreset {
    /**
     * Returns the values of the preset.
     *
     * @return the record's keys and values as YAML
     */
    String yaml();
}
