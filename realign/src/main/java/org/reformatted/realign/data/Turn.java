package org.reformatted.realign.data;

/**
 * One thing said.
 *
 * @param role who says it
 * @param text what is said, unchanged from its source
 */
public record Turn(Role role, String text) {}
