package org.reformatted.finetune.batch;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;
import org.reformatted.realign.base.InputException;
import org.reformatted.realign.data.Turn;

/**
 * Renders a chat template as transformers does (utils/chat_template_utils.py): blocks are trimmed, {@code raise_exception} is available, roles and
 * contents are plain texts. A template cannot read files or call Java. It gets no current date, so that a conversation is rendered the same on every
 * day: templates then use the fixed date in their source.
 */
final class JinjaRenderer {
    private static final long MOST_CHARACTERS = 64L << 20;

    private static final Jinjava ENGINE = engine();

    private final String place;
    private final String source;
    private final Map<String, @Nullable Object> tokens;

    /**
     * Creates a renderer.
     *
     * @param place of the template, for messages
     * @param source the template
     * @param start the text of the start token, may be empty
     * @param end the text of the end token, may be empty
     */
    JinjaRenderer(String place, String source, String start, String end) {
        this.place = place;
        this.source = JinjaDialect.adapted(place, source);
        tokens = new HashMap<>();
        tokens.put("bos_token", start);
        tokens.put("eos_token", end);
        tokens.put("tools", null);
    }

    private static Jinjava engine() {
        LegacyOverrides asInPython = LegacyOverrides.newBuilder()
                .withEvaluateMapKeys(true)
                .withIterateOverMapKeys(true)
                .withUsePyishObjectMapper(true)
                .withParseWhitespaceControlStrictly(true)
                .withUseNaturalOperatorPrecedence(true)
                .withAllowAdjacentTextNodes(true)
                .withUseTrimmingForNotesAndExpressions(true)
                .withKeepNullableLoopValues(true)
                .build();
        Jinjava engine = new Jinjava(JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withNestedInterpretationEnabled(false) // the content of turns is never rendered as a template
                .withDisabled(Map.of(Library.TAG, Set.of("include", "import", "from", "extends")))
                .withMaxOutputSize(MOST_CHARACTERS)
                .withMaxRenderDepth(20)
                .withElResolver(resolver())
                .withLegacyOverrides(asInPython)
                .build());
        engine.getGlobalContext()
                .registerFunction(
                        new ELFunctionDefinition("", "raise_exception", JinjaRenderer.class, "raise", String.class));
        engine.getGlobalContext().registerFilter(new PythonJson());
        return engine;
    }

    /** Python's string methods have priority over Java's: the argument of {@code split} is a text in Python and a pattern in Java. */
    private static ELResolver resolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonTexts());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        return resolver;
    }

    /**
     * Throws an exception; called by templates.
     *
     * @param message the fault of a conversation
     * @return an empty text if the message is null
     */
    public static String raise(@Nullable String message) {
        if (message != null) {
            throw new IllegalArgumentException(message);
        }
        return "";
    }

    /**
     * Renders a conversation.
     *
     * @param turns the turns
     * @param contents the texts of the turns that are passed to the template
     * @param answers whether the assistant's answer follows
     * @return the text
     * @throws InputException when the template refuses the conversation, or cannot be rendered
     */
    String render(List<Turn> turns, List<String> contents, boolean answers) {
        List<Map<String, String>> messages = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Map<String, String> message = new LinkedHashMap<>();
            message.put("role", turns.get(i).role().label());
            message.put("content", contents.get(i));
            messages.add(message);
        }
        Map<String, @Nullable Object> values = new HashMap<>(tokens);
        values.put("messages", messages);
        values.put("add_generation_prompt", answers);
        RenderResult result = ENGINE.renderForResult(source, values);
        if (result.hasErrors()) {
            TemplateError error = result.getErrors().get(0);
            throw InputException.at(
                    place,
                    "at line " + error.getLineno() + ": " + cause(error),
                    "a template that renders this conversation",
                    "fix the conversation or the template, or use a built-in template, such as chatml");
        }
        return result.getOutput();
    }

    private static String cause(TemplateError error) {
        @Nullable Throwable cause = error.getException();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : error.getMessage();
    }
}
