//! The rules of the token server.

raccord_kernel::rules! {
    METHOD = "SS-OAUTH-01": "a token is asked for with POST", "SS-REST-TOKEN; RFC-6749 §3.2", Read;
    FORM = "SS-OAUTH-02": "the request is a form (`application/x-www-form-urlencoded`) of reasonable size", "SS-REST-TOKEN; RFC-6749 §4.4.2", Read;
    SIMULATION = "SS-OAUTH-03": "simulation has no token server: its APIs take the tokens of production", "ODOO-DIMONA; LARAVEL-DIMONA", Seen;
    RETIRED = "SS-OAUTH-04": "versions 3 and 4 of the token server answer no more", "EBOX-EXAMPLES (it calls version 3 deprecated; when they ended is in no source)", Guessed;
    GRANT = "SS-OAUTH-05": "only `client_credentials` is granted", "SS-REST-TOKEN; RFC-6749 §5.2", Read;
    MISSING = "SS-OAUTH-06": "a request without `grant_type`, or with an empty one, is an `invalid_request`", "RFC-6749 §3.2, §5.2", Read;
    REPEATED = "SS-OAUTH-07": "a parameter is said once", "RFC-6749 §3.2, §5.2", Read;
    ASSERTION_TYPE = "SS-OAUTH-08": "the client proves who it is by an assertion of type `jwt-bearer`; without one the request is an `invalid_request`", "SS-REST-TOKEN; RFC-7523 §2.2 (the error is the practice of other servers)", Guessed;
    ONE_JWT = "SS-OAUTH-09": "the assertion is exactly one signed JWT; what is none is an `invalid_request`", "RFC-7523 §2.2; RFC-7515 §5.2 (the error is the practice of other servers)", Guessed;
    AUTHORIZATION = "SS-OAUTH-10": "a client that shows credentials in `Authorization` is answered 401 with a challenge of that scheme", "RFC-6749 §5.2; SS-REST-SPECIFICATIONS", Read;
    SECRET = "SS-OAUTH-11": "there are no client secrets: one alone is an `invalid_client`, one beside an assertion an `invalid_request`", "SS-REST-SPECIFICATIONS; RFC-6749 §5.2", Read;
    ALGORITHM = "SS-OAUTH-12": "an assertion is signed with RS256, whatever its header says", "SS-FLA-MANUAL §6.2; LARAVEL-DIMONA; ODOO-DIMONA (whether others are taken is in no source)", Guessed;
    ISSUER_IS_SUBJECT = "SS-OAUTH-13": "the assertion's issuer and its subject are the client id", "RFC-7523 §3; SS-FLA-MANUAL §6.2", Read;
    CLIENT = "SS-OAUTH-14": "the client is a REST account of ChaMan", "SS-FLA-MANUAL §4.4, §5.1", Read;
    CLIENT_ID = "SS-OAUTH-15": "a `client_id` may be left out; one that is sent is the assertion's", "RFC-7521 §4.2", Read;
    SIGNATURE = "SS-OAUTH-16": "the assertion is signed by the key of one of the account's certificates", "SS-FLA-MANUAL §5.1; RFC-7523 §3", Read;
    KEY_ID = "SS-OAUTH-17": "the assertion's key is found by trying every certificate; a `kid` is not looked at", "SS-FLA-MANUAL §6.2 (it sends none; an integrator's `kid` did no harm)", Guessed;
    IN_EFFECT = "SS-OAUTH-18": "a certificate counts once it has taken effect after its registration", "SS-FLA-MANUAL §4.5 (whether it takes time is in no source)", Guessed;
    NO_CERTIFICATE = "SS-OAUTH-19": "an account without a certificate gets no token", "SS-FLA-MANUAL §4.4", Read;
    VALIDITY = "SS-OAUTH-20": "a certificate counts as long as it is valid, also where its key is registered", "SS-FLA-MANUAL §4.5 (it shows the expiry; whether the token server looks at it is in no source)", Guessed;
    AUDIENCE = "SS-OAUTH-21": "the assertion's audience is the address of the token endpoint, to the letter", "SS-FLA-MANUAL §5.1", Read;
    AUDIENCE_LIST = "SS-OAUTH-22": "an audience may be a list of that one", "RFC-7519 §4.1.3", Guessed;
    EXPIRY = "SS-OAUTH-23": "the assertion says when it ends, and has not ended", "RFC-7523 §3", Read;
    NOT_BEFORE = "SS-OAUTH-24": "an assertion that says from when it is good is good by now", "RFC-7523 §3", Read;
    ISSUED_AT = "SS-OAUTH-25": "an assertion that says when it was made was not made in the future", "RFC-7523 §3", Guessed;
    SKEW = "SS-OAUTH-26": "the clocks of client and server may differ by 60 seconds", "RFC-7523 §3 (it says a few minutes at most)", Guessed;
    LIFETIME = "SS-OAUTH-27": "an assertion may live for as long as the client likes", "ODOO-DIMONA (it asks for 50,000 seconds; an integrator takes 300 for the most)", Guessed;
    REPLAY = "SS-OAUTH-28": "an assertion whose `jti` was seen before is taken again", "RFC-7523 §3 (a server MAY refuse it)", Guessed;
    SCOPE = "SS-OAUTH-29": "a scope that the account has not is refused: `invalid_scope`", "RFC-6749 §5.2 (EBOX-FAQ hears of it from the API only)", Guessed;
    DEFAULT_SCOPE = "SS-OAUTH-30": "without `scope` the token is good for all scopes of the account", "SS-REST-TOKEN", Read;
    NO_SCOPE = "SS-OAUTH-31": "an account whose permissions grant no scope gets no token: `invalid_scope`", "RFC-6749 §3.3", Guessed;
    TOKEN = "SS-OAUTH-32": "a token is opaque, of type Bearer, and comes with its lifetime and its scopes", "ODOO-DIMONA; EBOX-EXAMPLES; RFC-6749 §5.1", Seen;
    TOKEN_LIFETIME = "SS-OAUTH-33": "a token is good for 600 seconds", "LARAVEL-DIMONA (it takes what it is told; one integrator notes ten minutes)", Guessed;
    ERRORS = "SS-OAUTH-34": "a refusal is a JSON object with `error`, which no cache keeps", "RFC-6749 §5.2; EBOX-EXAMPLES", Read;
    INVALID_CLIENT_STATUS = "SS-OAUTH-35": "an `invalid_client` is answered 400", "ODOO-DIMONA (it knows 400 and 500); RFC-6749 §5.2", Guessed;
    METADATA = "SS-OAUTH-36": "the token server describes itself where the standard says", "RFC-8414 §3 (nobody was seen to read it there)", Guessed;
    KEYS = "SS-OAUTH-37": "the token server publishes no key, for its tokens are opaque", "RFC-7517 §5; EBOX-EXAMPLES", Guessed;
}
