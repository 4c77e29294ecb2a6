#!/usr/bin/env python3
"""The connector of connector.py with one thing wrong, as real ones have it: scenarios that it
concerns fail, and say why. `raccord run --connector 'python3 examples/broken.py stale-cache'`.
"""

import sys

import connector


class StaleEdi(connector.Edi):
    """Its cache is never refreshed: the old certificate stays in memory after a reload."""

    def do_reload(self):
        pass


class StaleRest(connector.Rest):
    """The same, where the key signs."""

    def do_reload(self):
        pass


class CutEdi(connector.Edi):
    """Its chain is cut: the file for the portal holds the certificate alone."""

    def chain(self, files):
        return super().chain(files)[:1]


class StubbornEdi(connector.Edi):
    """Its retry has no end: what was refused is tried again, and again."""

    def sftp(self, commands):
        again(lambda: connector.Edi.sftp(self, commands))


class StubbornRest(connector.Rest):
    """The same, for tokens."""

    def ask_for_token(self):
        return again(lambda: connector.Rest.ask_for_token(self))


class StubbornApi(connector.Api):
    """The same, for tokens of PISTE."""

    def ask_for_token(self):
        return again(lambda: connector.Api.ask_for_token(self))


class LosingEdi(connector.Edi):
    """Reports are lost: fetched from the server, which then lets go of them, and not handed over."""

    def do_fetch_reports(self):
        super().do_fetch_reports()
        return {"files": []}


class LyingEdi(connector.Edi):
    """Its status is a lie: what was refused is said to be sent."""

    def do_send_flow(self, name, content):
        try:
            super().do_send_flow(name, content)
        except connector.Failure as failure:
            print(f"not sent, {failure}; never mind", file=sys.stderr)


class LyingApi(connector.Api):
    """The same, for deposits."""

    def do_deposit(self, name, syntax, content):
        try:
            return super().do_deposit(name, syntax, content)
        except connector.Failure:
            return {"flow_number": "CPP0000000000000000000001", "day": self.now.date().isoformat()}


class LyingRest(connector.Rest):
    """The same, for declarations."""

    def do_declare(self, employer, worker, start_date):
        try:
            return super().do_declare(employer, worker, start_date)
        except connector.Failure:
            return {"declaration": "100000000000"}


def again(attempt):
    while True:
        try:
            return attempt()
        except connector.Failure as failure:
            print(f"again: {failure}", file=sys.stderr)


FLAWS = {
    "stale-cache": {"edi": StaleEdi, "rest": StaleRest},
    "cut-chain": {"edi": CutEdi},
    "endless-retry": {"edi": StubbornEdi, "api": StubbornApi, "rest": StubbornRest},
    "lost-report": {"edi": LosingEdi},
    "lying-status": {"edi": LyingEdi, "api": LyingApi, "rest": LyingRest},
}

if __name__ == "__main__":
    connector.main(**FLAWS[sys.argv[1]])
