#!/usr/bin/env python3
"""A connector that raccord can drive: `raccord run --connector 'python3 examples/connector.py'`.

One request in JSON on each line of standard input, one answer on each line of standard output;
docs/connector.md says what stands in them. Talk goes to standard error. It needs `requests` and
`cryptography`, and OpenSSH's `sftp`.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid
from datetime import datetime

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs7, pkcs12

TIMEOUT_S = 20


class Failure(Exception):
    """Something was not done: a class of the contract, what happened, and what was answered."""

    def __init__(self, kind, message, **fields):
        super().__init__(message)
        self.error = {"class": kind, "message": message} | fields


class Connector:
    """What all connectors do: read their settings when they start, and when they are told to."""

    def __init__(self, request):
        self.settings = self.section(request)
        self.state = pathlib.Path(request["state_folder"])
        # By the proxy and the roots of the settings, and no others.
        network = request["settings"]["network"]
        self.web = requests.Session()
        self.web.trust_env = False
        self.web.verify = network["ca_file"]
        self.web.proxies = {"https": network["proxy"]} if network["proxy"] else {}
        self.load(self.settings)

    def section(self, request):
        """The settings of this connection."""
        return request["settings"][self.SECTION]

    def load(self, settings):
        """Takes the certificate of the settings into memory, where it stays until a reload."""
        self.credential = settings.get("certificate")
        self.fingerprint = fingerprint(self.credential) if self.credential else None
        self.key = None

    def answer(self, request):
        """Does what is asked, and answers."""
        self.now = datetime.fromisoformat(request["now"].replace("Z", "+00:00"))
        self.settings = self.section(request)
        self.claims = {"tokens_asked": 0, "tokens_granted": 0}
        answer = {"version": 1, "id": request["id"]}
        try:
            action = getattr(self, "do_" + request["action"].replace("-", "_"), None)
            if action is None:
                raise Failure("unsupported", f"it has no action {request['action']}")
            answer |= {"ok": True, "results": action(**request["inputs"]) or {}}
        except Failure as failure:
            answer |= {"ok": False, "error": failure.error}
        except requests.RequestException as error:
            answer |= {"ok": False, "error": {"class": "network", "message": str(error)}}
        return answer | {"claims": self.claims | {"certificate_sha256": self.fingerprint}}

    def do_switch_certificate(self, certificate):
        """raccord has written it into the settings; it is not read before the next reload."""

    def do_reload(self):
        self.load(self.settings)

    def do_tick(self):
        """It has nothing to do by itself."""

    # Tokens stay on the disk, so that a process for each action finds them again.

    def token(self, fresh=False):
        """The token that is kept, or a new one."""
        kept = self.state / "token"
        if fresh or not kept.exists():
            self.claims["tokens_asked"] += 1
            self.forget_token()
            bearer, self.scope = self.ask_for_token()
            self.claims["tokens_granted"] += 1
            with open(os.open(kept, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
                file.write(bearer)
        return kept.read_text()

    def forget_token(self):
        (self.state / "token").unlink(missing_ok=True)

    def http(self, method, url, **how):
        """One HTTP exchange."""
        return self.web.request(method, url, timeout=TIMEOUT_S, allow_redirects=False, **how)

    def call(self, method, url, **how):
        """A call with a token; where the kept one is known no more, once with another."""
        had_token = (self.state / "token").exists()
        answer = self.call_once(method, url, **how)
        if had_token and self.is_of_the_token(answer):
            self.forget_token()
            answer = self.call_once(method, url, **how)
        return answer

    def call_once(self, method, url, headers, **how):
        bearer = {"authorization": "Bearer " + self.token()}
        return self.http(method, url, headers=headers | bearer, **how)


class Edi(Connector):
    """Chorus Pro over EDI SFTP, by OpenSSH's `sftp`."""

    SECTION = "edi"

    def do_try_session(self):
        self.sftp("bye")

    def do_send_flow(self, name, content):
        with tempfile.TemporaryDirectory(dir=self.state) as folder:
            file = pathlib.Path(folder, name)
            file.write_bytes(base64.b64decode(content))
            self.sftp(f'put "{file}" "{self.settings["drop_folder"]}/{name}"')

    def do_fetch_reports(self):
        with tempfile.TemporaryDirectory(dir=self.state) as folder:
            pick_up = self.settings["pick_up_folder"]
            # A minus says that it is no failure to find nothing.
            self.sftp(f'ls -1 {pick_up}\n-get {pick_up}/* "{folder}/"')
            files = sorted(pathlib.Path(folder).iterdir())
            return {"files": [{"name": it.name, "content": encoded(it.read_bytes())} for it in files]}

    def do_package_certificate(self, certificate):
        """The file for the portal: the certificate and every authority above it."""
        chain = self.chain(certificate)
        file = pkcs7.serialize_certificates(chain, serialization.Encoding.DER)
        return {"content": encoded(file)}

    def chain(self, files):
        return certificates(files["certificate_file"]) + certificates(files["chain_file"])

    def sftp(self, commands):
        """One session."""
        options = {
            "UserKnownHostsFile": self.settings["known_hosts_file"],
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "PreferredAuthentications": "publickey",
            "ConnectTimeout": TIMEOUT_S,
            "LogLevel": "ERROR",
        }
        command = ["sftp", "-F", "none", "-i", self.credential["key_file"]]
        command += ["-P", str(self.settings["port"]), "-b", "-"]
        for name, value in options.items():
            command += ["-o", f"{name}={value}"]
        command.append(f'{self.settings["user"]}@{self.settings["host"]}')
        ended = subprocess.run(command, input=commands + "\n", capture_output=True, text=True)
        words = ended.stderr.strip()
        if ended.returncode == 0:
            return
        if "Permission denied (publickey" in words:
            raise Failure("key-refused", words)
        if "Host key verification failed" in words:
            raise Failure("other-server", words)
        if ended.returncode == 255:
            raise Failure("network", words)
        raise Failure("file-refused", words, operation=commands.split()[0], file=commands.split()[-1])


class Api(Connector):
    """The Chorus Pro API behind PISTE."""

    SECTION = "api"

    def do_obtain_token(self):
        self.token()

    def do_deposit(self, name, syntax, content):
        answer = self.post(
            "/cpro/factures/v1/deposer/flux",
            {"fichierFlux": content, "nomFichier": name, "syntaxeFlux": syntax, "avecSignature": False},
        )
        return {"flow_number": answer["numeroFluxDepot"], "day": answer["dateDepot"]}

    def do_consult(self, flow_number):
        path = "/cpro/transverses/v1/consulterCRDetaille"
        answer = self.post(path, {"numeroFluxDepot": flow_number})
        errors = [
            {"invoice": it["numeroDP"], "text": it["libelleErreurDP"]}
            for it in answer.get("listeErreurDP") or []
        ]
        return {"state": answer["etatCourantDepotFlux"], "errors": errors}

    def do_search_invoices(self, flow_number):
        path = "/cpro/factures/v1/rechercher/fournisseur"
        answer = self.post(path, {"numeroFluxDepot": flow_number})
        return {"invoices": [it["numeroFacture"] for it in answer.get("listeFactures") or []]}

    def ask_for_token(self):
        form = {
            "grant_type": "client_credentials",
            "client_id": self.settings["client_id"],
            "client_secret": text(self.settings["client_secret_file"]),
            "scope": "openid",
        }
        answer = self.http("POST", self.settings["token_url"], data=form)
        said = body(answer)
        if not answer.ok:
            error = said.get("error", "")
            raise Failure("token-refused", answer.text, status=answer.status_code, error=error)
        if not said.get("access_token"):
            raise Failure("token-empty", "PISTE answered 200 without a token")
        return said["access_token"], said.get("scope")

    def post(self, path, content):
        account = f'{self.settings["login"]}:{text(self.settings["password_file"])}'
        headers = {
            "cpro-account": encoded(account.encode()),
            "accept": "application/json;charset=utf-8",
        }
        answer = self.call("POST", self.settings["api_origin"] + path, headers=headers, json=content)
        said = body(answer)
        # A refusal by the trade's rules is a 200 with another `codeRetour` than 0.
        if answer.ok and said.get("codeRetour", 0) == 0:
            return said
        raise Failure(
            "call-refused",
            answer.text,
            status=answer.status_code,
            www_authenticate=answer.headers.get("www-authenticate"),
            code_retour=said.get("codeRetour"),
            libelle=said.get("libelle"),
        )

    @staticmethod
    def is_of_the_token(answer):
        challenge = answer.headers.get("www-authenticate", "")
        return answer.status_code == 401 and "invalid_token" in challenge


class Rest(Connector):
    """Social security's REST channel."""

    SECTION = "rest"

    def do_obtain_token(self, fresh):
        self.token(fresh)
        return {"scope": self.scope}

    def do_declare(self, employer, worker, start_date):
        entry = {
            "employer": {"enterpriseNumber": employer},
            "worker": {"ssin": worker},
            "dimonaIn": {
                "features": {"jointCommissionNumber": "200", "workerType": "OTH"},
                "startDate": start_date,
            },
        }
        path = "/REST/dimona/v2/declarations"
        return {"declaration": self.create(path, entry, self.settings["accept"])}

    def do_status(self, declaration):
        url = f'{self.settings["api_origin"]}/REST/dimona/v2/declarations/{declaration}'
        accept = {"accept": "application/json, application/problem+json"}
        answer = self.call("GET", url, headers=accept)
        if answer.status_code == 404:
            return {"result": None}
        return {"result": taken(answer).json()["declarationStatus"]["result"]}

    def do_register_training(self, employer, worker, name, start_date, duration_hours):
        training = {
            "employer": {"enterpriseNumber": employer},
            "worker": {"ssin": worker},
            "training": {
                "name": name,
                "startDate": start_date,
                "endDate": start_date,
                "durationHours": duration_hours,
            },
        }
        path = "/REST/federalLearningAccount/v1/registrations"
        return {"registration": self.create(path, training, "application/problem+json")}

    def create(self, path, content, accept):
        url = self.settings["api_origin"] + path
        answer = taken(self.call("POST", url, headers={"accept": accept}, json=content))
        place = answer.headers.get("location", "").rsplit("/", 1)[-1]
        if not place:
            raise Failure("incomplete-answer", "taken without a place", lacks="a `Location`")
        return place

    def ask_for_token(self):
        now_s = int(self.now.timestamp())
        client_id = self.settings["client_id"]
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": self.settings["audience"],
            "iat": now_s,
            "exp": now_s + self.settings["assertion_lifetime_s"],
            "jti": str(uuid.uuid4()),
        }
        self.key = self.key or private_key(self.credential)
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": signed(claims, self.key),
        }
        if self.settings["scope"]:
            form["scope"] = self.settings["scope"]
        answer = self.http("POST", self.settings["token_url"], data=form)
        said = body(answer)
        if not answer.ok:
            error = said.get("error", "")
            raise Failure("token-refused", answer.text, status=answer.status_code, error=error)
        return said["access_token"], said.get("scope", "")

    @staticmethod
    def is_of_the_token(answer):
        return answer.status_code == 401


def taken(answer):
    """An answer of an API of social security, unless it is a problem."""
    if answer.ok:
        return answer
    problem = body(answer)
    raise Failure(
        "call-refused",
        answer.text,
        status=answer.status_code,
        name=problem.get("type", "").rsplit(":", 1)[-1],
        detail=problem.get("detail", ""),
        www_authenticate=answer.headers.get("www-authenticate"),
    )


def body(answer):
    """The JSON of an answer, or nothing where it has none."""
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return {}


def signed(claims, key):
    """An assertion in RS256."""
    parts = [{"alg": "RS256", "typ": "JWT"}, claims]
    signing = ".".join(base64url(json.dumps(part).encode()) for part in parts)
    signature = key.sign(signing.encode(), padding.PKCS1v15(), hashes.SHA256())
    return signing + "." + base64url(signature)


def private_key(files):
    """The RSA key of a certificate: from a .pfx, from PEM, or from Base64 without boundaries."""
    content = pathlib.Path(files["key_file"]).read_bytes()
    try:
        if files["key_password_file"]:
            password = text(files["key_password_file"]).encode()
            key, _, _ = pkcs12.load_key_and_certificates(content, password)
        elif content.startswith(b"-----"):
            key = serialization.load_pem_private_key(content, None)
        else:
            key = serialization.load_der_private_key(base64.b64decode(content), None)
    except ValueError as error:
        raise Failure("key", f"no key in its file: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Failure("key", "RS256 signs with an RSA key")
    return key


def certificates(path):
    return x509.load_pem_x509_certificates(pathlib.Path(path).read_bytes())


def fingerprint(files):
    """The SHA-256 fingerprint of a certificate, in hexadecimal."""
    return certificates(files["certificate_file"])[0].fingerprint(hashes.SHA256()).hex()


def text(path):
    return pathlib.Path(path).read_text()


def encoded(content):
    return base64.b64encode(content).decode()


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def main(edi=Edi, api=Api, rest=Rest):
    """Answers request after request, until there is no more."""
    kinds = {"chorus-pro-edi": edi, "chorus-pro-api": api, "social-security-rest": rest}
    connector = None
    for line in sys.stdin:
        request = json.loads(line)
        if connector is None:
            connector = kinds[request["connection"]["channel"]](request)
        print(json.dumps(connector.answer(request)), flush=True)


if __name__ == "__main__":
    main()
