package org.reformatted.experiments.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.reformatted.realign.base.Sha256;
import org.reformatted.realign.base.TextFiles;

/**
 * The parts of a page in addition to its text: style, script and the data that the script shows. The content security policy allows only this script.
 *
 * @param css the style
 * @param script the script
 * @param data blocks of JSON that the script reads
 * @param shards whether scripts next to the page have more data
 */
public record PageParts(String css, String script, List<Block> data, boolean shards) {
    private static final List<String> SCRIPTS = List.of("store.js", "filter.js", "sample.js", "browser.js");

    /**
     * A block of data for the script.
     *
     * @param id the id of the element
     * @param json its content, which has no {@code <}
     */
    public record Block(String id, String json) {}

    static PageParts of(List<Block> data, boolean shards) {
        List<String> scripts = new ArrayList<>(List.of("\"use strict\";"));
        SCRIPTS.forEach(name -> scripts.add(resource(name)));
        return new PageParts(resource("report.css"), String.join("\n", scripts), data, shards);
    }

    /**
     * The content security policy: it allows this script and, if there are any, scripts next to the page, but no other requests.
     *
     * @return the policy's text
     */
    public String policy() {
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash(script) + "'"
                + (shards ? " 'self' file:" : "") + "; base-uri 'none'; form-action 'none'";
    }

    /** A script's SHA-256 in base64, the format of content security policies. */
    static String hash(String script) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(script)));
    }

    /** Writes a page with a template. */
    static void write(String template, Map<String, Object> values, Path file) {
        StringOutput html = new StringOutput();
        TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.reformatted.experiments.report.page")
                .render(template, values, html);
        TextFiles.writeAtomically(file, html.toString());
    }

    static String resource(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
