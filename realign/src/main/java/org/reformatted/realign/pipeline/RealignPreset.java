package org.reformatted.realign.pipeline;

import org.reformatted.realign.config.ConfigPreset;

/**
 * The settings of ReAlign (arXiv 2402.12219) as in its authors' code: model gpt-3.5-turbo-1106, temperature 0.3, top_p 1, two candidates of 2,048
 * tokens of which the longest is used, no seed in requests; web searches from the US in English; and the filters of a data set. The authors' texts
 * come from {@code upstreamTexts}, LLaMA-2's tokenizer from {@code tokenizer}. The authors' code repeats a request without limit; this project makes
 * three attempts.
 */
public enum RealignPreset implements ConfigPreset {
    /** The filters that all published sets share, which are those of Alpaca: code and length. */
    REALIGN_PAPER("alpaca"),
    /** The filters of Open-Platypus. */
    REALIGN_PAPER_OPEN_PLATYPUS("open-platypus"),
    /** The filters of No Robots. */
    REALIGN_PAPER_NO_ROBOTS("no-robots");

    private final String filters;

    RealignPreset(String filters) {
        this.filters = filters;
    }

    @Override
    public String yaml() {
        return """
            reformatter:
              model:
                endpoint:
                  name: gpt-3.5-turbo-1106
                  sampling: {temperature: 0.3, topP: 1.0, maxNewTokens: 2048, candidates: 2}
                  quirks: {leaveOut: [seed]}
              marker: 'Revised response:'
              passageSeparator: "\\n\\n"
            evidence: {web: {cleaning: upstream}}
            filters: [%s]
            """.formatted(filters);
    }
}
