#!/usr/bin/env python3
"""Computes the hash of a section's text from docs/canonical-text.md alone.

Reads one JSON object from standard input (format, agreement, section, kind, title, responsible,
blocks), or a list of them, and prints one hash per line. Needs nothing but Python 3.8.
"""
import hashlib, json, re, sys, unicodedata
from decimal import Decimal

LOOKS = {("link", "target"), ("link", "rel"), ("link", "class"), ("tableCell", "colwidth"), ("tableHeader", "colwidth")}
ONE = {("heading", "level"), ("orderedList", "start")} | {
    (cell, span) for cell in ("tableCell", "tableHeader") for span in ("colspan", "rowspan")}
PARTIES = {("measure", "responsible"), ("commitment", "responsible")}


def number(value):
    """A number as ECMAScript writes it."""
    if value == int(value) and abs(value) < 2 ** 53:
        return str(int(value))
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    digits, point = "".join(map(str, digits)), len(digits) + exponent
    if 0 < point <= 21:
        text = digits.ljust(point, "0") if len(digits) <= point else digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + "e%+d" % (point - 1)
    return ("-" if sign else "") + text


def rfc8785(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(rfc8785(key) + ":" + rfc8785(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(rfc8785, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def nfc(text):
    return unicodedata.normalize("NFC", text)


def attributes(kind, attrs):
    kept = {}
    for name, value in attrs.items():
        at = (kind, name)
        if value is None or at in LOOKS or (at in ONE and value == 1 and value is not True):
            continue
        if at in PARTIES and isinstance(value, list):
            if not value:
                continue
            if all(isinstance(party, str) for party in value):
                value = sorted(set(value))
        kept[name] = value
    return kept


def named(kind, node):
    attrs = attributes(kind, node.get("attrs", {}))
    return {"type": kind, "attrs": attrs} if attrs else {"type": kind}


def marks(listed):
    canonical = {}
    for mark in listed:
        mark = named(re.sub(r"(--[a-zA-Z0-9+/=]{8})+\Z", "", mark["type"]), mark)
        canonical[mark["type"], rfc8785(mark.get("attrs", {}))] = mark
    return [canonical[key] for key in sorted(canonical)]


def block(node):
    content = []
    for child in node.get("content", []):
        if "text" not in child:
            content.append(block(child))
        elif child["text"]:
            run = {"type": "text", "text": child["text"], "marks": marks(child.get("marks", []))}
            if content and content[-1].get("marks") == run["marks"]:
                content[-1]["text"] += run["text"]
            else:
                content.append(run)
    for run in content:
        if "text" in run:
            run["text"] = nfc(run["text"])
            if not run["marks"]:
                del run["marks"]
    canonical = named(node["type"], node)
    if content:
        canonical["content"] = content
    return canonical


def canonical_text(section):
    if section["format"] != 1:
        raise SystemExit("this reads format 1")
    parties = {party["id"]: {"id": party["id"], "name": nfc(party["name"])} for party in section["responsible"]}
    return rfc8785({
        "format": 1, "agreement": section["agreement"], "section": section["section"], "kind": section["kind"],
        "title": nfc(section["title"]), "responsible": [parties[party] for party in sorted(parties)],
        "blocks": [block(node) for node in section["blocks"]],
    }).encode("utf-8")


if __name__ == "__main__":
    given = json.load(sys.stdin.buffer)
    for section in given if isinstance(given, list) else [given]:
        print(hashlib.sha256(canonical_text(section)).hexdigest())
