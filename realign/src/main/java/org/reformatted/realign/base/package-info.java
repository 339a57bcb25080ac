/**
 * What every package builds on: argument checks, the two exceptions a person reads, JSON, JSON Lines, atomic files, hashes, progress.
 * Start with {@link org.reformatted.realign.base.InputException}. Uses Jackson and nothing of ours.
 */
@NullMarked
package org.reformatted.realign.base;

import org.jspecify.annotations.NullMarked;
