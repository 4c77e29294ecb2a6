// node oidc-provider as a token server for one client with private_key_jwt, over TLS: the peer of
// the bench `assertions`. Certificate and key of the server as PEM files, the client's id, and its
// public key as the DER of a SubjectPublicKeyInfo in hexadecimal.
//
// NODE_PATH says where `npm install --prefix <folder> oidc-provider` put the packages.
import crypto from "node:crypto";
import fs from "node:fs";
import https from "node:https";
import readline from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
// It warns of its memory, which is what is wanted here, and would do so on the bench's line.
console.warn = console.info = () => {};

const [certificate, key, clientId, publicKey] = process.argv.slice(2);
const jwk = crypto
  .createPublicKey({ key: Buffer.from(publicKey, "hex"), format: "der", type: "spki" })
  .export({ format: "jwk" });
const server = https.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) });
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  const issuer = `https://localhost:${port}`;
  const provider = new Provider(issuer, {
    clientAuthMethods: ["private_key_jwt"],
    clients: [
      {
        client_id: clientId,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "RS256",
        jwks: { keys: [{ ...jwk, alg: "RS256", use: "sig" }] },
      },
    ],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: 600 },
  });
  provider.on("server_error", (_, error) => console.error(error));
  server.on("request", provider.callback());
  console.log(`ready ${port} ${issuer}`);
  readline.createInterface({ input: process.stdin }).on("line", () => console.log(Math.floor(Date.now() / 1000)));
});
