/**
 * Instructions whose following a program can verify, as IFEval states them: {@link org.reformatted.eval.instruct.InstructionPolicies} judges an
 * output by the instructions of its prompt. Pure functions of texts, but for the language profiles.
 */
@NullMarked
package org.reformatted.eval.instruct;

import org.jspecify.annotations.NullMarked;
