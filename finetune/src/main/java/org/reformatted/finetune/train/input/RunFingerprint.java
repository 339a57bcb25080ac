package org.reformatted.finetune.train.input;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.reformatted.finetune.batch.TokenizedExample;
import org.reformatted.finetune.train.config.SftConfig;
import org.reformatted.realign.base.FileHashes;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.config.ConfigTree;

/** Identifies a run: a saved state can be used only by the run with the same config, data and model. */
public final class RunFingerprint {
    /** Incremented when the same config and data would train differently. */
    private static final int VERSION =
            7; // 6: content of the model; 7: step of bfloat16 moments, order of an adapter's sums

    private RunFingerprint() {}

    /**
     * Computes a run's fingerprint.
     *
     * @param config the run's settings; only those that change the result are included
     * @param base the base of the training; the content of its files is included, not their paths
     * @param examples the training examples
     * @return a SHA-256 in hexadecimal
     */
    public static String of(SftConfig config, BaseModel base, List<TokenizedExample> examples) {
        return Sha256.of(String.join(
                "\n",
                "version " + VERSION,
                Json.canonical(ConfigTree.identityFields(config)),
                base.shape().toString(),
                base.folder().map(FileHashes.shared()::of).orElse("no folder")
                        + base.adapter().map(RunFingerprint::adapter).orElse("")
                        + addedRows(config, base),
                examples(examples)));
    }

    /** Marks runs that train only the rows of added tokens with adapters; earlier versions trained both entire tables. */
    private static String addedRows(SftConfig config, BaseModel base) {
        return base.grows() && !(config.method() instanceof SftConfig.Method.Full) ? "\nadded rows" : "";
    }

    /** The hashes of the adapter's two files. */
    private static String adapter(Path folder) {
        return "\nadapter " + FileHashes.shared().of(folder.resolve("adapter_config.json")) + " "
                + FileHashes.shared().of(folder.resolve("adapter_model.safetensors"));
    }

    private static String examples(List<TokenizedExample> examples) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (TokenizedExample example : examples) {
                digest.update(Sha256.of(Arrays.toString(example.ids()) + Arrays.toString(example.lossWeights()))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
