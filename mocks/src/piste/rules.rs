//! The rules of PISTE.

raccord_kernel::rules! {
    TOKEN_01 = "PISTE-TOKEN-01": "only `client_credentials` is granted", "RFC-6749 §5.2 (the documents of PISTE and its clients use no other grant)", Guessed;
    TOKEN_02 = "PISTE-TOKEN-02": "an unknown client, a wrong secret and credentials of the other environment are refused in the same words: 400 `invalid_client`", "INVOICERR live specification (other clients read 401)", Seen;
    TOKEN_03 = "PISTE-TOKEN-03": "a token is 54 letters and digits, of type Bearer, for 3600 whole seconds", "INVOICERR live specification; OCA-CHORUS res_company; PASTELL CPPWrapper", Seen;
    TOKEN_04 = "PISTE-TOKEN-04": "a form whose secret was not encoded is read as it was meant", "CHORUS-API-PYTHON models/api.py (it concatenates the body)", Guessed;
    TOKEN_05 = "PISTE-TOKEN-05": "a scope may be left out; a scope that is not known is refused", "GO-CHORUSPRO (it sends none); RFC-6749 §5.2", Guessed;
    TOKEN_06 = "PISTE-TOKEN-06": "the client says who it is in the body, not by HTTP Basic", "RFC-6749 §2.3.1 (no known client uses Basic; the gateway product supports it)", Guessed;
    TOKEN_07 = "PISTE-TOKEN-07": "a parameter that is missing or said twice is an `invalid_request`", "RFC-6749 §5.2", Guessed;
    TOKEN_08 = "PISTE-TOKEN-08": "a disabled application gets no token", "AXWAY (it refuses the tokens of one)", Guessed;
    GATEWAY_01 = "PISTE-GATEWAY-01": "a call without a bearer is answered 400", "INVOICERR live specification; AXWAY", Seen;
    GATEWAY_02 = "PISTE-GATEWAY-02": "the realm is PISTE on a declared route and DefaultRealm elsewhere", "INVOICERR chorus.ts", Seen;
    GATEWAY_03 = "PISTE-GATEWAY-03": "a token that was never issued is answered 401", "AXWAY (its words; not measured on PISTE)", Read;
    GATEWAY_04 = "PISTE-GATEWAY-04": "a token is over as soon as its lifetime is, and is answered 401", "AXWAY (its words; not measured on PISTE)", Read;
    GATEWAY_05 = "PISTE-GATEWAY-05": "the token of a disabled application is answered 401", "AXWAY (its words; not measured on PISTE)", Read;
    GATEWAY_06 = "PISTE-GATEWAY-06": "a route that no API declares is answered 403 with an empty body", "INVOICERR live specification", Seen;
    GATEWAY_07 = "PISTE-GATEWAY-07": "an API that the application has not selected is answered 403 with an empty body", "OCA-CHORUS issue 410", Read;
    GATEWAY_08 = "PISTE-GATEWAY-08": "an API whose terms of use (CGU) were not accepted is answered 403 with an empty body", "OCA-CHORUS issue 410; PISTE-MIGRATION §1", Read;
    GATEWAY_09 = "PISTE-GATEWAY-09": "the tokens of one environment are unknown in the other", "INVOICERR credentials guide (of the credentials; of tokens it is inferred)", Guessed;
}
