#!/usr/bin/env python3
"""Checks an export from docs/export-format.md alone: tests/export.py EXPORT [KEY].

Reads the archive byte for byte, the record's chain, names and texts, the revisions and their hashes, attached
files, the list of files, and what the signature is of. With KEY, 64 hexadecimal digits, the signature must name
that key. The signature itself is checked where the package `cryptography` is installed. What the pages (HTML,
Markdown, README, register) say is not read: that they are the ones that were signed follows from the list.

Prints how many entries there are and the hash of the last, or says what is wrong and ends with 1.
Needs nothing but Python 3.8.
"""
import json, struct, sys, zlib
from canonical_text import agreement_text, canonical_text, check_record, rfc8785, sha256


def wrong(what):
    raise SystemExit(what)


def layout(files):
    """The archive with these files, each a name and a content, as an export has it."""
    body, directory = b"", b""
    for name, content in files:
        name = name.encode("ascii")
        common = struct.pack("<HHHHIIIHH", 0, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<HH", 0x32D, 10) + common + struct.pack(
            "<HHHII", 0, 0, 0, 0o100644 << 16, len(body)) + name
        body += b"PK\3\4" + struct.pack("<H", 10) + common + name + content
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def unpack(archive):
    """The files in their order. An archive that is written again must be the same, so nothing is hidden in it."""
    files, at = [], 0
    while archive[at:at + 4] == b"PK\3\4":
        size, length = struct.unpack("<18xI4xH2x", archive[at:at + 30])
        start = at + 30 + length
        files.append((archive[at + 30:start].decode("ascii", "replace"), archive[start:start + size]))
        at = start + size
    try:
        again = layout(files)
    except (UnicodeError, struct.error):
        again = b""
    if not files or again != archive:
        same = next((i for i, (one, other) in enumerate(zip(again, archive)) if one != other), min(len(again), len(archive)))
        wrong("at byte %d the archive is not as an export has it" % same)
    if len({name for name, _ in files}) != len(files):
        wrong("a file is there twice")
    return dict(files), [name for name, _ in files]


def lines(content):
    if content and not content.endswith(b"\n"):
        wrong("a file of lines does not end with one")
    return content.split(b"\n")[:-1]


def canonical(name, content):
    try:
        value = json.loads(content)
    except ValueError as error:
        wrong("%s cannot be read: %s" % (name, error))
    if rfc8785(value).encode("utf-8") != content:
        wrong("%s is not in canonical form" % name)
    return value


def in_order(value):
    """Digests of words as they stand in an entry, by the keys' order."""
    if isinstance(value, dict):
        if set(value) == {"digest"}:
            return [value["digest"]]
        return [one for key in sorted(value) for one in in_order(value[key])]
    return [one for each in value for one in in_order(each)] if isinstance(value, list) else []


def check_words(entries, content):
    """Every name and text is there, unless an entry erases it; then it is not. Addresses never are."""
    addresses = {one["entry"]["member"]["email"]["digest"] for one in entries if one["entry"]["kind"] == "member_added"}
    erased = set()
    for entry in (one["entry"] for one in entries):
        if entry["kind"] == "member_anonymised":
            erased |= set(entry["erased"])
        elif entry["kind"] == "words_erased":
            erased.add(entry["words"])
    kept = set()
    for number, line in enumerate(lines(content), 1):
        words = canonical("line %d of words.jsonl" % number, line)
        if set(words) != {"digest", "salt", "text"}:
            wrong("line %d of words.jsonl has other fields" % number)
        if sha256(bytes.fromhex(words["salt"]) + words["text"].encode("utf-8")) != words["digest"]:
            wrong("line %d of words.jsonl is not what was recorded" % number)
        if words["digest"] in kept:
            wrong("line %d of words.jsonl is there twice" % number)
        kept.add(words["digest"])
    recorded = {digest for one in entries for digest in in_order(one["entry"])}
    if kept & erased:
        wrong("words.jsonl holds what was erased")
    if kept != recorded - erased - addresses:
        wrong("words.jsonl lacks a name or text, or has one that is not of the record")


def revisions(entries):
    """Every text that the record names: the place of its file, its hash, and the section it is of."""
    sections, meetings, notes, closed, told = {}, {}, {}, {}, []
    for entry in (one["entry"] for one in entries):
        if entry["kind"] == "section_added":
            sections[entry["section"]["id"]] = "%02d" % (len(sections) + 1)
        elif entry["kind"] == "meeting_called":
            meeting = entry["meeting"]
            notes[meeting["id"]] = meeting["notes"]
            meetings[meeting["id"]] = "meetings/%02d" % (len(meetings) + 1)
        elif entry["kind"] == "meeting_notes_closed":
            meeting = entry["meeting"]
            closed[meeting] = closed.get(meeting, 0) + 1
            told.append((meetings[meeting], {"number": closed[meeting], "hash": entry["hash"]}, notes[meeting]))
        elif entry["kind"] == "revision_saved":
            revision = entry["revision"]
            told.append(("sections/" + sections[revision["section"]], revision, revision["section"]))
        elif entry["kind"] == "agreement_revision_saved":
            told.append(("agreement", entry["revision"], None))
    return told


def check_texts(files, entries):
    known, expected = {}, set()
    for place, revision, section in revisions(entries):
        ending = "/r%04d.json" % revision["number"]
        named = [name for name in files if name.endswith(ending) and (
            name == place + ending if section is None else name.startswith(place + "-"))]
        if len(named) != 1:
            wrong("%s%s is missing" % (place, ending))
        expected |= {named[0][:-5] + end for end in (".json", ".html", ".md")}
        content = files[named[0]]
        if sha256(content) != revision["hash"]:
            wrong("%s is not the text that the record names" % named[0])
        text = json.loads(content)
        if (agreement_text if section is None else canonical_text)(text) != content:
            wrong("%s is not in canonical form" % named[0])
        if text["agreement"] != entries[0]["agreement"] or text.get("section") != section:
            wrong("%s is about something else" % named[0])
        if section is None:
            hashes = [one["hash"] for one in revision["sections"]]
            if hashes != text["sections"] or any(
                    known.get((one["section"], one["revision"])) != one["hash"] for one in revision["sections"]):
                wrong("%s names other texts than the record" % named[0])
        else:
            known[section, revision["number"]] = revision["hash"]
    for entry in (one["entry"] for one in entries):
        signed = entry.get("sign_off") if entry["kind"] == "section_signed_off" else None
        if signed and known.get((signed["section"], signed["revision"])) != signed["hash"]:
            wrong("sign-off %s is of a text that is not there" % signed["id"])
    return expected


def check_attachments(files, entries):
    expected = set()
    for entry in (one["entry"] for one in entries):
        meeting = entry if entry["kind"] == "meeting_file_added" else None
        for holder, field in ((entry.get("decision"), "minutes"), (entry.get("signing"), "scan"), (meeting, "file")):
            if isinstance(holder, dict) and field in holder:
                named = [name for name in files if name.startswith("attachments/" + holder[field]["content"])]
                if len(named) != 1 or sha256(files[named[0]]) != holder[field]["content"]:
                    wrong("the file %s is missing or another" % holder[field]["content"])
                expected.add(named[0])
    return expected


def check_signature(files, names, entries, head, key):
    manifest = canonical("manifest.json", files["manifest.json"])
    signature = canonical("signature.json", files["signature.json"])
    listed = [{"path": name, "bytes": len(files[name]), "sha256": sha256(files[name])} for name in names[:-2]]
    record = {"kind": "record-head", "agreement": entries[0]["agreement"], "position": len(entries), "hash": head}
    if manifest != {"kind": "agreement-export", "format": 1, "pages": 1, "agreement": entries[0]["agreement"],
                    "record": record, "last_entry_at": entries[-1]["at"], "files": listed}:
        wrong("manifest.json is not the list of these files")
    made = signature.pop("signature", "")
    if {name: signature.get(name) for name in ("kind", "agreement", "record", "manifest")} != {
            "kind": "agreement-export", "agreement": entries[0]["agreement"], "record": record,
            "manifest": sha256(files["manifest.json"])} or set(signature) != {"kind", "agreement", "record", "manifest", "key"}:
        wrong("signature.json is not of this export")
    if key and signature["key"] != key:
        wrong("the export was signed with another key")
    if made != made.lower() or len(made) != 128:
        wrong("the signature is not written as it must be")
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature["key"]))
        public.verify(bytes.fromhex(made), rfc8785(signature).encode("utf-8"))
    except Exception:
        wrong("the signature does not hold")


def check(archive, key=None):
    files, names = unpack(archive)
    fixed = ["README.txt", "record.jsonl", "words.jsonl", "members.json", "members.csv"]
    if names[:5] != fixed or names[-2:] != ["manifest.json", "signature.json"]:
        wrong("files are missing, or stand in another order")
    entries, head = check_record(lines(files["record.jsonl"]))
    check_words(entries, files["words.jsonl"])
    expected = check_texts(files, entries) | check_attachments(files, entries)
    if set(names) != expected | set(fixed) | {"manifest.json", "signature.json"}:
        wrong("files are missing, or there are others")
    check_signature(files, names, entries, head, key)
    return len(entries), head


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        archive = file.read()
    try:
        print(*check(archive, *sys.argv[2:]))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        wrong("something in it is not what it must be: %r" % error)
