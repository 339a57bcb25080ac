package org.reformatted.realign.pipeline;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
import org.reformatted.realign.retrieve.SearchCleaning;
import org.reformatted.realign.retrieve.WebSearchEvidence;

/** The source of evidence, for the categories that use it. */
public sealed interface EvidenceConfig {
    /** The longest passage of a local corpus, in tokens: its texts are split at 200 words. */
    int PASSAGE_TOKENS = 300;

    /** The longest snippet of a web search, in tokens: a sentence or two. */
    int SNIPPET_TOKENS = 80;

    /** The maximum number of snippets of a web search. */
    int SNIPPETS = 5;

    /**
     * Opens the source.
     *
     * @param files finds a file of the data root
     * @param environment the process's environment
     * @param out the folder of the run, in which an index and found passages are kept
     * @param found receives the result of each paid search as a line, before it is used
     * @return the source, closed by the caller
     */
    EvidenceSource open(
            Function<String, Path> files, Map<String, String> environment, Path out, Consumer<String> found);

    /**
     * Checks without cost that a small corpus can be read, or that the environment has the key of a paid search.
     *
     * @param files finds a file of the data root
     * @param environment the process's environment
     * @throws InputException naming the missing file or variable
     */
    void check(Function<String, Path> files, Map<String, String> environment);

    /**
     * Returns the maximum number of tokens of the passages for one query, for an estimate.
     *
     * @return the number of tokens
     */
    int mostTokens();

    /**
     * Returns the number of queries that are searched at the same time.
     *
     * @return a positive number
     */
    int concurrency();

    /**
     * Returns the name of the file in the folder of the run that keeps the results of paid searches.
     *
     * @return the name; absent if searches are free
     */
    Optional<String> keptIn();

    /**
     * A local corpus.
     *
     * @param corpus a file or folder, relative to the data root: text with one document per line, or rows of {@code {text, title?, id?}} as JSON or
     * Parquet
     * @param index the path of the index, relative to the corpus's folder; in the output folder when absent
     * @param passages the maximum number of passages for a query
     * @param rerank whether candidates are re-ranked by pairs of neighbouring terms; this gave no measurable improvement on XQuAD and CACM
     */
    record Lucene(
            @InputFile String corpus,
            @Operational Optional<String> index,
            @Default("5") @Identity int passages,
            @Default("false") @Identity boolean rerank)
            implements EvidenceConfig {
        /** Checks the number. */
        public Lucene {
            Check.argument(passages > 0, "passages (%s) must be positive", passages);
        }

        @Override
        public void check(Function<String, Path> files, Map<String, String> environment) {
            LuceneEvidence.check(files.apply(corpus));
        }

        @Override
        public EvidenceSource open(
                Function<String, Path> files, Map<String, String> environment, Path out, Consumer<String> found) {
            Path rows = files.apply(corpus);
            Path kept = index.map(rows::resolveSibling).orElse(out.resolve("evidence-index"));
            return LuceneEvidence.open(rows, kept, passages, rerank);
        }

        @Override
        public int mostTokens() {
            return passages * PASSAGE_TOKENS;
        }

        /** One search per processor, because a local search only computes. */
        @Override
        public int concurrency() {
            return Runtime.getRuntime().availableProcessors();
        }

        @Override
        public Optional<String> keptIn() {
            return Optional.empty();
        }
    }

    /**
     * A web search by the API of Serper.
     *
     * @param baseUrlVariable the environment variable with the address; {@code https://google.serper.dev} when unset
     * @param keyVariable the environment variable with the key
     * @param concurrency how many searches run at the same time
     * @param cleaning how a search is requested and its reply cleaned; {@code ours} when absent
     */
    record Web(
            @Default("SERPER_BASE_URL") @Secret String baseUrlVariable,
            @Default("SERPER_API_KEY") @Secret String keyVariable,
            @Default("8") @Operational int concurrency,
            @Identity Optional<SearchCleaning> cleaning)
            implements EvidenceConfig {
        /** Checks the number. */
        public Web {
            Check.argument(concurrency > 0, "concurrency (%s) must be positive", concurrency);
        }

        @Override
        public void check(Function<String, Path> files, Map<String, String> environment) {
            key(environment);
            address(environment);
        }

        private ApiKey key(Map<String, String> environment) {
            return ApiKey.read(environment, keyVariable)
                    .orElseThrow(() -> new InputException("the environment variable " + keyVariable
                            + " is not set; expected the key of the web search; set it, or name a local corpus"));
        }

        private URI address(Map<String, String> environment) {
            return BaseUrl.parse(
                    "the environment variable " + baseUrlVariable,
                    environment.getOrDefault(baseUrlVariable, "https://google.serper.dev"));
        }

        @Override
        public EvidenceSource open(
                Function<String, Path> files, Map<String, String> environment, Path out, Consumer<String> found) {
            ApiKey key = key(environment);
            URI base = address(environment);
            SearchCleaning policy = cleaning.orElse(SearchCleaning.OURS);
            return new KeptEvidence(
                    new WebSearchEvidence(base, key, policy), out.resolve(keptIn().orElseThrow()), found);
        }

        @Override
        public int mostTokens() {
            return SNIPPETS * SNIPPET_TOKENS;
        }

        @Override
        public Optional<String> keptIn() {
            return Optional.of(
                    cleaning.orElse(SearchCleaning.OURS) == SearchCleaning.OURS
                            ? RealignPipeline.EVIDENCE
                            : RealignPipeline.UPSTREAM_EVIDENCE);
        }
    }
}
