"""Asks for a token with Authlib as it is: endpoint, client id, file of the key, and a scope or none."""
import json
import sys

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

endpoint, client_id, key, *scope = sys.argv[1:]
with open(key) as file:
    session = OAuth2Session(
        client_id,
        file.read(),
        scope=" ".join(scope) or None,
        token_endpoint_auth_method=PrivateKeyJWT(endpoint),
    )
try:
    print(json.dumps(session.fetch_token(endpoint, grant_type="client_credentials")))
except OAuthError as error:
    print(json.dumps({"error": error.error, "description": error.description}))
