/**
 * The base of every package: argument checks, the two exceptions that are shown to the user, JSON, JSON Lines, atomic files, hashes, progress. Start
 * with {@link org.reformatted.realign.base.InputException}. Uses Jackson and no other package of this project.
 */
@NullMarked
package org.reformatted.realign.base;

import org.jspecify.annotations.NullMarked;
