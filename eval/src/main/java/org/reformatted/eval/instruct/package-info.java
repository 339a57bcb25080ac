/**
 * IFEval's instructions, which a program can verify: {@link org.reformatted.eval.instruct.InstructionPolicies} judges an output by the instructions
 * of its prompt. Pure functions of texts, except for the language profiles.
 */
@NullMarked
package org.reformatted.eval.instruct;

import org.jspecify.annotations.NullMarked;
