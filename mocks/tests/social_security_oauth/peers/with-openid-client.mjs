// Asks for a token with openid-client as it is: issuer, endpoint, client id, file of the key, and
// how it comes to the audience that it sends.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Modules do not look at NODE_PATH, and whoever installed the peers says there where they are.
const require = createRequire(import.meta.url);
const load = (name) => import(pathToFileURL(require.resolve(name)));
const openid = await load("openid-client");
const { EnvHttpProxyAgent, setGlobalDispatcher } = await load("undici");
setGlobalDispatcher(new EnvHttpProxyAgent());

const [issuer, endpoint, clientId, file, audience] = process.argv.slice(2);
const der = Buffer.from(fs.readFileSync(file, "utf8").replace(/-----[^-]*-----|\s/g, ""), "base64");
const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const key = await crypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);

const modified = { [openid.modifyAssertion]: (_, claims) => void (claims.aud = endpoint) };
const authentication = openid.PrivateKeyJwt(key, audience === "modified" ? modified : undefined);
const known = { issuer: audience === "issuer-is-endpoint" ? endpoint : issuer, token_endpoint: endpoint };
try {
  const config =
    audience === "discovered"
      ? await openid.discovery(new URL(issuer), clientId, undefined, authentication, { algorithm: "oauth2" })
      : new openid.Configuration(known, clientId, undefined, authentication);
  console.log(JSON.stringify(await openid.clientCredentialsGrant(config)));
} catch (error) {
  console.log(JSON.stringify({ error: error.error ?? String(error), status: error.status }));
}
