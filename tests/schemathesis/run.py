"""Holds a real server to its own description: schemathesis makes up requests from /api/openapi.json and looks at the
answers. No request may fail on the server's side, and each answer must be one that is described: its status, its
content type, its shape.

Usage: python run.py BINARY   (in an environment that has schemathesis)
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# Requests that schemathesis makes up for each operation and each way to ask.
EXAMPLES = "25"
# Seconds that one way to ask may take in all.
MOST_SECONDS = 150
# What is made in the agreement so that it can be read.
MADE = ["review", "sheet", "meeting", "proposal"]
# Not asked: the live text speaks WebSocket, signing out would make strangers of all that ask afterwards, and a section
# that is retired is not there any more for what is asked of it.
LEFT_OUT = ["/sync/{section}", "/api/sign-out", "/api/sections/{id}/retire"]


class Server:
    """A server of its own in a fresh folder, with an agreement in it."""

    def __init__(self, binary, folder):
        self.folder = folder
        data = str(Path(folder) / "data")
        arguments = [binary, "serve", "--data", data, "--listen", "127.0.0.1:0", "--log-format", "json"]
        self.process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
        self.requests = []
        self.address = self._address()
        # Read on, or the server would wait for its log to be taken.
        threading.Thread(target=self._read_log, daemon=True).start()
        file = str(HERE / "agreement.json")
        seeded = subprocess.check_output([binary, "seed", "--data", data, "--tokens", file], text=True)
        self.seeded = json.loads(seeded)

    def _address(self):
        for line in self.process.stderr:
            entry = json.loads(line)
            if entry.get("message") == "listening":
                return entry["address"]
        sys.exit("the server did not start")

    def _read_log(self):
        for line in self.process.stderr:
            entry = json.loads(line)
            if entry.get("message") == "request":
                self.requests.append((entry["method"], entry["route"], entry["status"]))

    def session(self, member):
        """The session cookie of a member who signs in."""
        path = self.seeded["members"][member]["link"].split("/", 3)[3]
        connection = http.client.HTTPConnection(self.address)
        connection.request("POST", "/" + path)
        return connection.getresponse().getheader("set-cookie").split(";")[0]

    def call(self, method, path, body=None):
        """What the first member is answered, who coordinates and drafts."""
        connection = http.client.HTTPConnection(self.address)
        token = self.seeded["members"][0]["token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status not in (200, 201):
            sys.exit(f"{method} {path} was answered {answer.status}: {content!r}")
        return json.loads(content)

    def prepare(self):
        """Makes one of everything that has an address of its own to be read at."""
        agreement = f"/api/agreements/{self.seeded['agreement']}"
        section = self.seeded["sections"][0]["id"]
        reviewer = self.seeded["members"][1]["id"]
        self.call("POST", f"{agreement}/revisions", {})
        sections = [{"section": section, "revision": 1}]
        review = {"sections": sections, "reviewers": [reviewer], "question": "Klart?", "due": "2099-01-01"}
        self.seeded["review"] = self.call("POST", f"{agreement}/reviews", review)["id"]
        party = self.call("GET", agreement)["parties"][0]["id"]
        self.call("POST", f"{agreement}/parties/{party}/organisations", {"name": "Nämnden"})
        organisation = self.call("GET", agreement)["parties"][0]["organisations"][0]["id"]
        sheet = {"organisation": organisation, "sections": sections, "mandate_asked": "Att godkänna."}
        self.seeded["sheet"] = self.call("POST", f"{agreement}/anchoring-sheets", sheet)["id"]
        meeting = {"date": "2026-01-02", "title": "Möte", "place": "", "convener": None, "sections": [section]}
        self.seeded["meeting"] = self.call("POST", f"{agreement}/meetings", meeting)["id"]
        text = self.call("GET", f"/api/sections/{section}/text")
        base = [{**text["ids"][0], "block": text["blocks"][0]}]
        blocks = [{"type": "paragraph", "content": [{"type": "text", "text": "Hej alla"}]}]
        proposal = {"base": base, "blocks": blocks}
        self.seeded["proposal"] = self.call("POST", f"/api/sections/{section}/proposals", proposal)["id"]

    def stop(self):
        self.process.terminate()
        self.process.wait()


def ask(server, who, header):
    """Asks everything that is described, in one way; whether all went as described."""
    print(f"== {who}", flush=True)
    command = [
        str(Path(sys.executable).parent / "st"),
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", f"http://{server.address}/api/openapi.json",
        "--checks", CHECKS,
        "--max-examples", EXAMPLES,
        "--phases", "examples,coverage,fuzzing",
        "--warnings", "off",
        "--continue-on-failure",
        "--no-shrink",
        "--header", header,
    ]
    for path in LEFT_OUT:
        command += ["--exclude-path", path]
    environment = dict(
        os.environ,
        OVERENS_AGREEMENT=server.seeded["agreement"],
        OVERENS_SECTION=server.seeded["sections"][0]["id"],
        **{f"OVERENS_{what.upper()}": server.seeded[what] for what in MADE},
        PYTHONDONTWRITEBYTECODE="1",
    )
    try:
        done = subprocess.run(command, env=environment, cwd=server.folder, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        print(f"it took longer than {MOST_SECONDS} seconds", file=sys.stderr)
        return False
    return done.returncode == 0


def never_answered(server, description):
    """What can be read in the agreement and was never answered with 200: then nothing was tested there."""
    answered = {route for method, route, status in server.requests if method == "GET" and status == 200}
    wanted = {
        path
        for path, methods in description["paths"].items()
        # What names a second thing, too, is not there to be read.
        if path.startswith("/api/") and "get" in methods and path.count("{") - path.count("{id}") == 0
    }
    return sorted(wanted - answered)


def main():
    binary = str(Path(sys.argv[1]).resolve())
    description = json.loads(subprocess.check_output([binary, "openapi"], text=True))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder)
        try:
            server.prepare()
            tokens = [member["token"] for member in server.seeded["members"]]
            good = ask(server, "with a session", f"Cookie: {server.session(0)}")
            good &= ask(server, "with a token", f"Authorization: Bearer {tokens[1]}")
        finally:
            server.stop()
        unanswered = never_answered(server, description)
        if unanswered:
            print("never answered with 200: " + ", ".join(unanswered), file=sys.stderr)
        sys.exit(0 if good and not unanswered else 1)


if __name__ == "__main__":
    main()
