package org.reformatted.realign.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;
import org.reformatted.realign.base.Check;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.base.Json;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;
import org.reformatted.realign.data.Passage;

/**
 * Finds passages of a local corpus by BM25 (k1 1.2, b 0.75), optionally re-ranked by {@link CosineReranker}. The index is built once and reused as
 * long as the corpus and the analysis do not change.
 */
public final class LuceneEvidence implements EvidenceSource {
    private static final String CARD = "corpus.json";
    private static final int CANDIDATES = 20;

    /** The size in bytes of the largest corpus that a check reads. */
    private static final long SMALL_CORPUS = 64L << 20;

    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final PassageAnalyzer analyzer = new PassageAnalyzer();
    private final int passages;
    private final boolean rerank;

    private LuceneEvidence(FSDirectory directory, int passages, boolean rerank) throws IOException {
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity());
        this.passages = passages;
        this.rerank = rerank;
    }

    /**
     * Checks a corpus: a small one is read without building an index; a large one must only exist.
     *
     * @param corpus a file or folder
     * @throws InputException when it cannot be read or has no text
     */
    public static void check(Path corpus) {
        if (size(corpus) <= SMALL_CORPUS) {
            long[] entries = new long[1];
            Corpus.read(corpus, entry -> entries[0]++);
            if (entries[0] == 0) {
                throw InputException.at(corpus, "no text", "passages to search", "name a corpus that has some");
            }
        }
    }

    private static long size(Path corpus) {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw TextFiles.unreadable(corpus, e);
        }
    }

    /**
     * Opens a corpus.
     *
     * @param corpus a file or folder: text with one document per line, or rows of {@code {text, title?, id?}} as JSON or Parquet
     * @param index the index's folder; the index is built when it is missing or was built from another corpus
     * @param passages the maximum number of passages for a query
     * @param rerank whether the candidates are re-ranked
     * @return the source, closed by the caller
     * @throws InputException when the corpus can't be read or has no passages
     */
    public static LuceneEvidence open(Path corpus, Path index, int passages, boolean rerank) {
        Check.argument(passages > 0, "passages (%s) must be positive", passages);
        String card = Json.canonical(Map.of(
                "corpus",
                Sha256.of(corpus),
                "passages",
                Corpus.VERSION,
                "analysis",
                PassageAnalyzer.VERSION,
                "lucene",
                Version.LATEST.toString()));
        try {
            if (!Files.exists(index.resolve(CARD))
                    || !TextFiles.readString(index.resolve(CARD)).equals(card)) {
                build(corpus, index);
                TextFiles.writeAtomically(index.resolve(CARD), card);
            }
            return new LuceneEvidence(FSDirectory.open(index), passages, rerank);
        } catch (IOException e) {
            throw new InputException(
                    index + ": the index can't be used (" + e.getMessage() + "); remove the folder and run again", e);
        }
    }

    private static void build(Path corpus, Path index) throws IOException {
        Files.createDirectories(index);
        Files.deleteIfExists(index.resolve(CARD));
        IndexWriterConfig config = new IndexWriterConfig(new PassageAnalyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        try (FSDirectory directory = FSDirectory.open(index);
                IndexWriter writer = new IndexWriter(directory, config)) {
            Corpus.read(corpus, entry -> add(writer, entry));
            if (writer.getDocStats().numDocs == 0) {
                throw new InputException(corpus + ": the corpus has no passage; check the path");
            }
            writer.commit();
        }
    }

    private static void add(IndexWriter writer, Corpus.CorpusPassage entry) {
        Document document = new Document();
        document.add(new TextField("text", entry.text(), Field.Store.YES));
        document.add(new StoredField("source", entry.source()));
        try {
            writer.addDocument(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Passage> find(String query) {
        Map<String, Integer> terms = new LinkedHashMap<>();
        analyzer.terms(query).forEach(term -> terms.merge(term, 1, Integer::sum));
        if (terms.isEmpty()) {
            return List.of();
        }
        try {
            List<Passage> candidates = new ArrayList<>();
            StoredFields stored = searcher.storedFields(); // once per query: it keeps a block of passages unpacked
            int most = rerank ? Math.max(CANDIDATES, passages) : passages;
            for (ScoreDoc hit : best(any(terms), most)) {
                Document document = stored.document(hit.doc);
                candidates.add(new Passage(document.get("text"), document.get("source"), hit.score));
            }
            Stream<Passage> ranked =
                    (rerank ? CosineReranker.rerank(analyzer, query, candidates) : candidates).stream();
            return ranked.limit(passages).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the best hits. The total number of hits is not counted, so that passages that cannot be among the best are skipped. */
    private ScoreDoc[] best(Query query, int most) throws IOException {
        return searcher.search(query, new TopScoreDocCollectorManager(most, null, most)).scoreDocs;
    }

    /**
     * Builds a query for any of the terms, weighted by their count; for a very long query only the first terms, which usually contain its question.
     */
    private static Query any(Map<String, Integer> terms) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        terms.entrySet().stream()
                .limit(IndexSearcher.getMaxClauseCount())
                .forEach(term -> any.add(
                        new BoostQuery(new TermQuery(new Term("text", term.getKey())), term.getValue()),
                        BooleanClause.Occur.SHOULD));
        return any.build();
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
            analyzer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
