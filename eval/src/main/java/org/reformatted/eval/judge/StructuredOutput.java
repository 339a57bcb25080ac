package org.reformatted.eval.judge;

/** Whether a judge's service is asked for a JSON object by a schema, and in which form of {@code response_format}. */
public enum StructuredOutput {
    /** The verdict is read from text. */
    NONE,
    /** {@code {type: json_schema, json_schema: {name, strict, schema}}}, as OpenAI, vLLM and llama.cpp's own server know it. */
    JSON_SCHEMA,
    /** {@code {type: json_object, schema}}, as llama-cpp-python's server knows it. */
    JSON_OBJECT
}
