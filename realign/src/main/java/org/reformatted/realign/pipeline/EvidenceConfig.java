package org.reformatted.realign.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.reformatted.realign.base.ApiKey;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.config.Default;
import org.reformatted.realign.config.Identity;
import org.reformatted.realign.config.InputFile;
import org.reformatted.realign.config.Operational;
import org.reformatted.realign.config.Secret;
import org.reformatted.realign.llm.BaseUrl;
import org.reformatted.realign.retrieve.EvidenceSource;
import org.reformatted.realign.retrieve.KeptEvidence;
import org.reformatted.realign.retrieve.LuceneEvidence;
import org.reformatted.realign.retrieve.WebSearchEvidence;

/** Where evidence comes from, for the categories that get some. */
public sealed interface EvidenceConfig {
    /** The longest passage of a local corpus, in tokens: its texts are parted at 200 words. */
    int PASSAGE_TOKENS = 300;

    /** The longest snippet of a web search, in tokens: a sentence or two. */
    int SNIPPET_TOKENS = 80;

    /** The most snippets of a web search. */
    int SNIPPETS = 5;

    /**
     * Opens the source.
     *
     * @param files finds a file of the data root
     * @param environment the process's environment
     * @param out the folder of the run, where an index and found passages are kept
     * @return the source, closed by the caller
     */
    EvidenceSource open(Function<String, Path> files, Map<String, String> environment, Path out);

    /**
     * The most tokens that the passages for one query have, for an estimate.
     *
     * @return tokens
     */
    int mostTokens();

    /**
     * Whether each query is sent to a web search.
     *
     * @return true for a web search
     */
    boolean searchesWeb();

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

        @Override
        public EvidenceSource open(Function<String, Path> files, Map<String, String> environment, Path out) {
            Path found = files.apply(corpus);
            Path kept = index.map(found::resolveSibling).orElse(out.resolve("evidence-index"));
            return LuceneEvidence.open(found, kept, passages, rerank);
        }

        @Override
        public int mostTokens() {
            return passages * PASSAGE_TOKENS;
        }

        @Override
        public boolean searchesWeb() {
            return false;
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
            implements EvidenceConfig {
        @Override
        public EvidenceSource open(Function<String, Path> files, Map<String, String> environment, Path out) {
            ApiKey key = ApiKey.read(environment, keyVariable)
                    .orElseThrow(() -> new InputException("the environment variable " + keyVariable
                            + " is not set; expected the key of the web search; set it, or name a local corpus"));
            URI base = BaseUrl.parse(
                    "the environment variable " + baseUrlVariable,
                    environment.getOrDefault(baseUrlVariable, "https://google.serper.dev"));
            return new KeptEvidence(new WebSearchEvidence(base, key), out.resolve(RealignPipeline.EVIDENCE));
        }

        @Override
        public int mostTokens() {
            return SNIPPETS * SNIPPET_TOKENS;
        }

        @Override
        public boolean searchesWeb() {
            return true;
        }
    }
}
