package org.reformatted.realign.config;

/**
 * Implemented by enums of presets. A config record with a component of such a type is read as if it held the preset's values wherever the
 * config has none of its own; what the config says, also an empty value, stays.
 */
public interface ConfigPreset {
    /**
     * The values of the preset.
     *
     * @return the record's keys and values as YAML
     */
    String yaml();
}
