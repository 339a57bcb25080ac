"""Writes jinja-cases.json: what transformers' apply_chat_template makes of conversations, by templates that use what published ones use.

Needs transformers. Usage: make_jinja_cases.py FOLDER-OF-THE-TEST-RESOURCES
The templates are written here, a family's constructs in each, so that no published file is copied. Where a template refuses a conversation, the text is null.
"""
import json
import pathlib
import random
import sys

import jinja2
import tokenizers
import transformers
from make_chatml_cases import text

TEMPLATES = {
    # Qwen3: a namespace of expressions, a list walked from its end, methods of texts, parts of a split, thoughts kept in the last answer alone
    "thinking": r"""{%- set ns = namespace(searching=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.searching and message.role == "user" and message.content is string and not(message.content.startswith('<answer>') and message.content.endswith('</answer>')) %}
        {%- set ns.searching = false %}
        {%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "system" %}
        {{- '<|im_start|>system\n' + content + '<|im_end|>\n' }}
    {%- elif message.role == "assistant" %}
        {%- set thought = '' %}
        {%- if message.thought is string %}
            {%- set thought = message.thought %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set thought = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last %}
            {%- if loop.last or (not loop.last and thought) %}
                {{- '<|im_start|>' + message.role + '\n<think>\n' + thought.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}""",
    # DeepSeek-V3: what systems say collected in a namespace, "not ... is defined", everything on one line
    "collected": r"""{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(first=false, tool=false, prompt='', first_prompt=true) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- if ns.first_prompt %}{% set ns.prompt = ns.prompt + message['content'] %}{% set ns.first_prompt = false %}{%- else %}{% set ns.prompt = ns.prompt + '\n\n' + message['content'] %}{%- endif %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.prompt }}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.tool = false -%}{{'<|User|>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and 'calls' in message and message['calls'] is not none %}{{'CALLS'}}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is not none %}{%- if ns.tool %}{{'<|outputs|>' + message['content'] + eos_token}}{%- set ns.tool = false -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<|Assistant|>' + content + eos_token}}{%- endif %}{%- endif %}{%- endfor -%}{% if ns.tool %}{{'<|outputs|>'}}{% endif %}{% if add_generation_prompt and not ns.tool %}{{'<|Assistant|>'}}{% endif %}""",
    # Gemma: a refusal, roles by an inline condition, alternation by a difference of truths, a filter behind a sum in brackets
    "model-role": r"""{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system turn is known') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}""",
    # SmolLM3, training templates of TRL: what is learned between marks
    "generation": r"""{%- for message in messages %}
{%- if message.role == 'assistant' %}
{{- '<|assistant|>\n' }}{% generation %}{{ message.content + '<|end|>' }}{% endgeneration %}
{%- else %}
{{- '<|' + message.role + '|>\n' + message.content + '<|end|>' }}
{%- endif %}
{{- '\n' }}
{%- endfor %}
{%- if add_generation_prompt -%}
{{ '<|assistant|>\n' }}
{%- endif -%}""",
    # Llama 4, GLM, Command R: macros with defaults and names, a block that is set, text joined with ~
    "macros": r"""{%- macro heading(role, end='>') -%}
<|{{ role | upper }}|{{ end }}
{%- endmacro -%}
{%- macro turn(message, last=false) %}
{{- heading(message.role) ~ ' ' ~ message.content | trim }}{{ '.' if last else ',' }}
{%- endmacro -%}
{%- set preamble -%}
  There are {{ messages | length }} turns.
{%- endset -%}
{{ bos_token ~ preamble }}
{% for message in messages %}
{{ turn(message, last=loop.last) }}
{% endfor %}
{{- heading('assistant', end=']') if add_generation_prompt }}""",
    # Phi, Granite, Nemotron: filters over lists, tests, and loops over Python's dictionaries
    "filters": r"""{%- set asked = messages | selectattr('role', 'equalto', 'user') | list -%}
{%- set others = messages | rejectattr('role', 'equalto', 'user') | map(attribute='role') | unique | join(', ') -%}
{{ asked | length }} of {{ messages | length }}; {{ others | default('none', true) }}; {{ (messages | first).role | capitalize }}; {{ (messages | last).role | title }}
{% for message in messages | rejectattr('role', 'equalto', 'system') -%}
{{ loop.index }}/{{ loop.length }} {{ message.get('role') }}: {{ message.content | replace('42', '43') | trim }}{% if not loop.last %} |{% endif %}
{% endfor -%}
{% for key, value in messages[0].items() %}{{ key }}={{ value | trim | upper }};{% endfor %}
{%- if messages[-1].role in ['user', 'tool'] and messages[-1]['content'] is not none and messages is sequence %} ?{% endif %}
{{- ' ' ~ (messages | map(attribute='content') | map('trim') | list | length) }}{{ ' %s-%d' | format('a', 7) }}{{ 7 // 2 }}{{ 7 % 4 }}""",
    # EXAONE, MiniMax, Kimi: break and continue, the turn before and behind, places of a list
    "loops": r"""do not 1 == 2, not x in y [::-1] {% for message in messages %}{% if not message.role == 'assistant' %}{{ message.role ~ ' does not a == b;' }}{% endif %}{% endfor %}
{%- for message in messages -%}
{%- if message.role == 'system' -%}{%- continue -%}{%- endif -%}
{%- if loop.index0 > 3 -%}{{ '[cut]' }}{%- break -%}{%- endif -%}
{%- set before = messages[loop.index0 - 1].role if not loop.first else 'start' -%}
{%- set behind = messages[loop.index0 + 1].role if not loop.last else 'end' -%}
{{ before ~ '>' ~ message.role ~ '>' ~ behind ~ ': ' ~ message.content ~ '\n' }}
{%- endfor -%}
{%- for i in range(0, messages | length, 2) -%}{{ i }}{{ messages[i].role }} {% endfor -%}
{{ messages[:-1] | length }}{{ messages[1:] | length }}{{ messages[-2:] | length }}""",
    # Hermes, Mistral's tools: JSON of texts, lists and objects, with an indentation; the date where there is one
    "json": r"""{%- set known = {"name": "find", "when": [1, 2.5, true, none], "text": "é<&'\"\n"} -%}
{{- known | tojson }}
{{ known | tojson(indent=2) }}
{{ messages | map(attribute='role') | list | tojson }}
{%- if tools is not none and tools %}{{ tools | tojson }}{% endif %}
{%- for message in messages %}
{{ {"role": message.role} | tojson }} {{ message.content }}
{%- endfor %}""",
    # Zephyr, TinyLlama, Orca: line breaks around blocks as trim_blocks and lstrip_blocks leave them
    "lines": """{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>\\n' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>\\n' + message['content'] + eos_token }}
    {% elif message['role'] == 'assistant' %}
{{ '<|assistant|>\\n'  + message['content'] + eos_token }}
  {% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}
""",
    # a list that grows in a namespace, Python's methods of texts, numbers and comparisons, a remark
    "python": r"""{#- a remark -#}
{%- set ns = namespace(names=[]) -%}
{%- for message in messages -%}
{%- set ns.names = ns.names + [message.role.title()] -%}
{%- endfor -%}
{{ '-'.join(ns.names) }} {{ ns.names.index('User') }} {{ ns.names | count }}
{%- for message in messages %}
{%- set words = message.content.split() %}
{{ words | length }} {{ words[0] if words }} {{ message.content.strip().replace('\n', ' / ').upper().lower() }} {{ message.content.find('42') }} {{ message.content.count('so') }}
{%- endfor %}
{{ 'x' if 1 < 2 and 2 <= 2 and not 3 == 4 else 'y' }} {{ 'x' if none is none else 'y' }} {{ (1, 2) | last }} {{ 'x' if 'a' in 'abc' and 'z' not in 'abc' and not 'z' in 'abc' else 'y' }} {{ 3 / 2 }} {{ 2 ** 3 }} {{ -7 | abs }} {{ 3.0 | int }} {{ '7' | int + 1 }}""",
}


def conversation(draw):
    turns = [{"role": "system", "content": text(draw, True)}] if draw.random() < 0.4 else []
    for i in range(draw.randrange(1, 4)):
        turns.append({"role": "user", "content": text(draw, True)})
        thought = "<think>\nso 1 + 1\n</think>\n\n" if draw.random() < 0.2 else ""
        turns.append({"role": "assistant", "content": thought + text(draw, False)})
    return turns if draw.random() < 0.6 else turns[:-1]


def main(folder):
    draw = random.Random(23)
    conversations = [conversation(draw) for _ in range(25)]
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizers.Tokenizer(tokenizers.models.BPE()), bos_token="<s>", eos_token="</s>")
    texts = {}
    for name, template in TEMPLATES.items():
        texts[name] = []
        for turns in conversations:
            try:
                made = tokenizer.apply_chat_template(
                    turns, chat_template=template, tokenize=False, add_generation_prompt=turns[-1]["role"] != "assistant")
            except jinja2.TemplateError as e:
                if "must alternate" not in str(e) and "no system" not in str(e):
                    raise
                made = None
            texts[name].append(made)
    pathlib.Path(folder, "jinja-cases.json").write_text(
        json.dumps({"transformers": transformers.__version__, "templates": TEMPLATES, "conversations": conversations, "texts": texts},
                   ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
