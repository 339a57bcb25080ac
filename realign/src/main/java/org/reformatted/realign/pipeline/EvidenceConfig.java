package org.reformatted.realign.pipeline;

import java.util.Optional;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.config.Operational;
import org.reformatted.realign.config.Secret;

/** Where evidence comes from, for the categories that get some. */
public sealed interface EvidenceConfig {
    /**
     * A local corpus.
     *
     * @param corpus a file or folder, relative to the data root: text, a document a line, or rows of {@code {text, title?, id?}} as JSON or Parquet
     * @param index where the index is kept, relative to the corpus's own folder; in the output folder when absent
     * @param passages how many passages a query gets at most
     * @param rerank whether candidates are re-ranked
     */
    record Lucene(
            @InputFile String corpus,
            @Operational Optional<String> index,
            @Default("5") @Identity int passages,
            @Default("true") @Identity boolean rerank)
            implements EvidenceConfig {
        /** Checks the number. */
        public Lucene {
            Check.argument(passages > 0, "passages (%s) must be positive", passages);
        }
    }

    /**
     * A web search in Serper's form.
     *
     * @param baseUrlVariable the environment variable that holds the address; {@code https://google.serper.dev} when unset
     * @param keyVariable the environment variable that holds the key
     */
    record Web(
            @Default("SERPER_BASE_URL") @Secret String baseUrlVariable,
            @Default("SERPER_API_KEY") @Secret String keyVariable)
            implements EvidenceConfig {}
}
