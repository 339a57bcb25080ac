#!/usr/bin/env python3
"""Compares our upstream policy of cleaning search replies with the upstream's code (GAIR-NLP/ReAlign), which is not part of this project.

    search_agreement.py cases   OUT [NUMBER]         makes synthetic replies in Serper's form, 4,000 unless said otherwise
    java -cp CLASSPATH org.reformatted.realign.retrieve.SearchAgreement OUT OURS
    search_agreement.py compare UPSTREAM OUT OURS    prints the table; UPSTREAM is a checkout of the upstream

The class and the cleaning loop are taken out of the upstream's files, so that its libraries need not be installed. A reply on which the
upstream's code raises an exception, which ends its run, is counted apart: ours reads such a reply as well as it can.
"""
import ast
import collections
import json
import pathlib
import random
import sys

WORDS = "the bridge over river was built in 1889 of iron and stone by Ada; café Łódź 東京 Missing: Duration: Posted: No good".split()


def text(draw):
    made = " ".join(draw.choice(WORDS) for _ in range(draw.randint(1, 9)))
    return draw.choice([
        made, made, made, made, "Missing: " + made, "Duration: 3:20", "Posted: May 1, 2020", "No good Google Search Result was found",
        " " + made + " ", made + "\nsecond line", "", "the same", "missing: " + made, "No good idea"])


def value(draw):
    return draw.choice([text(draw)] * 6 + [7, 1889, 3.5, 1e20, 1e-7, 0.1, -2.0, 12345678901234567890, True, False, None])


def attributes(draw):
    return {draw.choice(["Height", "Born", "Missing", "Duration", "Élevé", ""]) + str(i): value(draw) for i in range(draw.randint(0, 3))}


def some(draw, share, made, key, make):
    if draw.random() < share:
        made[key] = make()


def reply(draw):
    made = {"searchParameters": {"q": "q"}}
    if draw.random() < 0.4:
        box = made["answerBox"] = {}
        some(draw, 0.5, box, "answer", lambda: text(draw))
        some(draw, 0.6, box, "snippet", lambda: text(draw))
        some(draw, 0.3, box, "snippetHighlighted", lambda: draw.choice([text(draw), [text(draw), text(draw)], []]))
        some(draw, 0.7, box, "link", lambda: "http://box")
    if draw.random() < 0.4:
        graph = made["knowledgeGraph"] = {}
        some(draw, 0.9, graph, "title", lambda: text(draw))
        some(draw, 0.6, graph, "type", lambda: text(draw))
        some(draw, 0.5, graph, "description", lambda: text(draw))
        some(draw, 0.5, graph, "attributes", lambda: attributes(draw))
    if draw.random() < 0.98:
        made["organic"] = []
        for _ in range(draw.choice([0, 1, 2, 3, 5, 10, 12])):
            result = {"title": text(draw)}
            some(draw, 0.995, result, "link", lambda: "http://r")
            some(draw, 0.85, result, "snippet", lambda: text(draw))
            some(draw, 0.2, result, "attributes", lambda: attributes(draw))
            made["organic"].append(result)
    return made


def upstream_cleaning(upstream):
    code = pathlib.Path(upstream) / "code"
    if not (code / "google_serper.py").exists():
        sys.exit(f"skipped: {code / 'google_serper.py'} is not there; give a checkout of the upstream")
    tree = ast.parse((code / "google_serper.py").read_text(encoding="utf-8"))
    found = [n for c in tree.body if isinstance(c, ast.ClassDef) for n in c.body if isinstance(n, ast.FunctionDef) and n.name == "_parse_results"]
    space = {"ClientResponseError": type("ClientResponseError", (), {})}
    exec(compile(ast.Module(found, []), "google_serper.py", "exec"), space)
    wrapper = type("Wrapper", (), {"k": 10})()
    outer = next(n for n in ast.parse((code / "retrieval.py").read_text(encoding="utf-8")).body
                 if isinstance(n, ast.FunctionDef) and n.name == "retrieval")
    loops = [n for n in outer.body if isinstance(n, ast.For) and "new_evidences" in ast.unparse(n)]
    assert len(loops) == 1, "the cleaning loop was not found in retrieval.py"
    loop = compile(ast.Module(loops, []), "retrieval.py", "exec")

    def clean(results):
        evidence = [element["content"] for element in space["_parse_results"](wrapper, results)]
        row = {"items": [{"category": "open_qa", "evidence": evidence}]}
        exec(loop, {"data": [row], "tqdm": iter, "RAG_TASKS": ["open_qa"], "delet_num": 0})
        return row["items"][0].get("evidence", [])

    return clean


def compare(upstream, cases, ours):
    clean = upstream_cleaning(upstream)
    counts = collections.Counter()
    raised = collections.Counter()
    with open(cases, encoding="utf-8") as asked, open(ours, encoding="utf-8") as answered:
        for line, answer in zip(asked, answered, strict=True):
            try:
                theirs = clean(json.loads(line))
            except Exception as error:  # what it raises is a result too
                counts["upstream raises"] += 1
                raised[f"{type(error).__name__}: {error}"] += 1
                continue
            own = json.loads(answer)
            same = own == theirs
            counts["equal" if same else "different"] += 1
            if not same and counts["different"] <= 5:
                print(f"DIFFERS: ours {own!r}, upstream {theirs!r}: {line[:400]}")
    total = sum(counts.values())
    print("| replies | upstream answers | equal | different | upstream raises |\n|---|---|---|---|---|")
    print(f"| {total} | {counts['equal'] + counts['different']} | {counts['equal']} | {counts['different']} | {counts['upstream raises']} |")
    for error, count in raised.most_common():
        print(f"- upstream raises {error} ({count} replies)")
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    if len(sys.argv) in (3, 4) and sys.argv[1] == "cases":
        draw = random.Random(14)
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            for _ in range(int(sys.argv[3]) if len(sys.argv) == 4 else 4000):
                file.write(json.dumps(reply(draw), ensure_ascii=False) + "\n")
    elif len(sys.argv) == 5 and sys.argv[1] == "compare":
        compare(*sys.argv[2:])
    else:
        sys.exit(__doc__)
