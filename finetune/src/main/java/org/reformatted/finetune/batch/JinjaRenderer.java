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
 * Renders a chat template as transformers does (utils/chat_template_utils.py): blocks trimmed, {@code raise_exception} known, roles and contents as plain
 * texts. A template reads no file and calls nothing of Java. No date is given to it, so that a conversation is laid out the same on every day: templates
 * then put the fixed date that they name themselves.
 */
final class JinjaRenderer {
    private static final long MOST_CHARACTERS = 64L << 20;

    private static final Jinjava ENGINE = engine();

    private final String place;
    private final String source;
    private final Map<String, @Nullable Object> tokens;

    /**
     * Makes a renderer.
     *
     * @param place of the template, for messages
     * @param source the template
     * @param start the start token's spelling, perhaps empty
     * @param end the end token's spelling, perhaps empty
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
                .withNestedInterpretationEnabled(false) // what is said is text, whatever it looks like
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

    /** Python's methods of texts come before Java's: {@code split} takes a text there and a pattern here. */
    private static ELResolver resolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new PythonTexts());
        resolver.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        return resolver;
    }

    /**
     * Called by templates.
     *
     * @param message what is wrong with a conversation
     * @return nothing, for a message that is none
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
     * @param turns what is said
     * @param contents of the turns, as the template sees them
     * @param answers whether the assistant is to speak next
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
                    "a template that lays this conversation out",
                    "fix the conversation or the template, or use one of this program's own, such as chatml");
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
