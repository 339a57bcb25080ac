package org.reformatted.eval.judge;

/** Whether requests to a judge contain a JSON schema, and in which form of {@code response_format}. */
public enum StructuredOutput {
    /** The verdict is read from text. */
    NONE,
    /** {@code {type: json_schema, json_schema: {name, strict, schema}}}, as supported by OpenAI, vLLM and llama.cpp's own server. */
    JSON_SCHEMA,
    /** {@code {type: json_object, schema}}, as supported by llama-cpp-python's server. */
    JSON_OBJECT
}
