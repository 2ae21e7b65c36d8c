#!/usr/bin/env python3
"""Computes hashes of texts from docs/canonical-text.md alone, and checks a record from docs/record-format.md.

Without arguments: reads one JSON object from standard input, a section (format, agreement, section, kind,
title, responsible, blocks) or an agreement (format, agreement, title, parties, sections), or a list of them,
and prints one hash per line.

With arguments RECORD WORDS [TEXT ...]: checks that the lines of the file RECORD are the entries of one
unbroken chain, that each line of the file WORDS ({"digest", "salt", "text"}) is what the record holds the
digest of, and that each file TEXT is the canonical form of a revision in the record. Prints how many entries
there are and the hash of the last, or says what is wrong and where.

Needs nothing but Python 3.8.
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


def agreement_text(agreement):
    parties = {party["letter"]: {"id": party["id"], "letter": party["letter"], "name": nfc(party["name"])}
               for party in agreement["parties"]}
    return rfc8785({
        "format": 1, "agreement": agreement["agreement"], "title": nfc(agreement["title"]),
        "parties": [parties[letter] for letter in sorted(parties)], "sections": agreement["sections"],
    }).encode("utf-8")


def canonical_text(section):
    if section["format"] != 1:
        raise SystemExit("this reads format 1")
    if "sections" in section:
        return agreement_text(section)
    parties = {party["id"]: {"id": party["id"], "name": nfc(party["name"])} for party in section["responsible"]}
    return rfc8785({
        "format": 1, "agreement": section["agreement"], "section": section["section"], "kind": section["kind"],
        "title": nfc(section["title"]), "responsible": [parties[party] for party in sorted(parties)],
        "blocks": [block(node) for node in section["blocks"]],
    }).encode("utf-8")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def check_record(lines):
    """The entries of a record, and the hash of the last. Stops at the first that does not belong there."""
    entries, previous = [], None
    for position, line in enumerate(lines):
        try:
            entry = json.loads(line)
            spelled = rfc8785(entry).encode("utf-8") == line
        except (ValueError, TypeError) as error:
            raise SystemExit("entry %d cannot be read: %s" % (position, error))
        first = entry if position == 0 else entries[0]
        for is_so, wrong in (
            (spelled, "is not in canonical form"),
            (entry["format"] == 1, "has another format than 1"),
            (entry["agreement"] == first["agreement"], "belongs to another agreement"),
            (entry["position"] == position, "belongs to another position"),
            (entry["previous"] == (previous or sha256(entry["agreement"].encode("ascii"))),
             "is not tied to the one before"),
            ((entry["entry"]["kind"] == "agreement_founded") == (position == 0), "is a founding, or the first is none"),
        ):
            if not is_so:
                raise SystemExit("entry %d %s" % (position, wrong))
        entries.append(entry)
        previous = sha256(line)
    if not entries:
        raise SystemExit("there is no entry")
    return entries, previous


def digests(value):
    """Every digest of words in an entry."""
    if isinstance(value, dict):
        if set(value) == {"digest"}:
            return {value["digest"]}
        return set().union(*map(digests, value.values()))
    return set().union(*map(digests, value)) if isinstance(value, list) else set()


def check_words(entries, lines):
    recorded = digests(entries)
    for words in map(json.loads, lines):
        if words["digest"] not in recorded:
            raise SystemExit("the record has no words under %s" % words["digest"])
        if sha256(bytes.fromhex(words["salt"]) + words["text"].encode("utf-8")) != words["digest"]:
            raise SystemExit("the words under %s are not those of the record" % words["digest"])


def check_text(entries, content):
    """One revision's canonical form: of which revision it is follows from its hash."""
    section = json.loads(content)
    if canonical_text(section) != content:
        raise SystemExit("a text is not in canonical form")
    saved = [entry["entry"]["revision"] for entry in entries if entry["entry"]["kind"] == "revision_saved"]
    saved = [(one["section"], one["hash"]) for one in saved]
    told = [entry["entry"] for entry in entries]
    notes = {one["meeting"]["id"]: one["meeting"]["notes"] for one in told if one["kind"] == "meeting_called"}
    saved += [(notes[one["meeting"]], one["hash"]) for one in told if one["kind"] == "meeting_notes_closed"]
    if (section["section"], sha256(content)) not in saved:
        raise SystemExit("no revision of section %s has the hash %s" % (section["section"], sha256(content)))
    if section["agreement"] != entries[0]["agreement"]:
        raise SystemExit("a text belongs to another agreement")


def lines_of(path):
    with open(path, "rb") as file:
        return file.read().splitlines()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        record, head = check_record(lines_of(sys.argv[1]))
        check_words(record, lines_of(sys.argv[2]))
        for path in sys.argv[3:]:
            with open(path, "rb") as file:
                check_text(record, file.read())
        print(len(record), head)
    else:
        given = json.load(sys.stdin.buffer)
        for section in given if isinstance(given, list) else [given]:
            print(sha256(canonical_text(section)))
