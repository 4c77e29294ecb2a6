//! The rules of the gateway before the APIs.

raccord_kernel::rules! {
    API_01 = "SS-API-01": "a path that no API has is answered 404 `resourceNotFound`, token or not", "BELGIF-REST-GUIDE resourceNotFound (that no token is asked for first is not said)", Guessed;
    API_02 = "SS-API-02": "a method that the path does not take is answered 405, with `Allow` and without a body", "BELGIF-REST-GUIDE err-problem, http-405", Read;
    API_03 = "SS-API-03": "a call without a bearer is answered 401 `noAccessToken`, with a challenge that names no error; in the query or in a form a token is not seen", "BELGIF-REST-GUIDE noAccessToken; SS-REST-SPECIFICATIONS; RFC-6750 §3", Read;
    API_04 = "SS-API-04": "a token that was never issued, or by the other world, is answered 401 `invalidAccessToken` and `invalid_token`; simulation takes production's", "BELGIF-REST-GUIDE invalidAccessToken; ODOO-DIMONA (simulation has no token server)", Read;
    API_05 = "SS-API-05": "a token is over as soon as its lifetime is, and is answered 401 `expiredAccessToken` and `invalid_token`", "BELGIF-REST-GUIDE expiredAccessToken", Read;
    API_06 = "SS-API-06": "a token without a scope of the operation is answered 403 `missingScope`, which names the scopes, and `insufficient_scope`", "BELGIF-REST-GUIDE missingScope; EBOX-DOCUMENTATION faq.md", Read;
    API_07 = "SS-API-07": "an `Accept` that takes nothing of what the operation answers is refused with 406: a `POST` that is answered 201 has problems only", "AUREUS-TRACE (`application/json` was refused, `application/problem+json` passed; the status was not kept)", Guessed;
    API_08 = "SS-API-08": "a body of another `Content-Type` than JSON is refused with 415", "BELGIF-REST-GUIDE cnt-negot", Read;
    API_09 = "SS-API-09": "a body that is too large is answered 413 `payloadTooLarge`, with the limit", "BELGIF-REST-GUIDE payloadTooLarge (the limit is in no source)", Guessed;
    API_10 = "SS-API-10": "a body that is no JSON, a property or a query parameter that is not known, and a value that breaks its schema are answered 400 `badRequest`, with an issue for each; headers that are not known are taken", "BELGIF-REST-GUIDE badRequest, req-valid", Read;
    API_11 = "SS-API-11": "`GET …/health` is open to everybody", "BELGIF-REST-GUIDE hlth-res", Read;
    API_12 = "SS-API-12": "a challenge is `Bearer`, with a realm", "RFC-6750 §3 (the realm is in no source)", Guessed;
    API_13 = "SS-API-13": "a token outlives the account it was issued to", "RFC-6749 §1.4 (no source says what the portal does)", Guessed;
    API_14 = "SS-API-14": "each answer has a `BelGov-Trace-Id` of its own, and the request's as `BelGov-Related-Trace-Id`", "BELGIF-REST-GUIDE trc-header", Read;
    API_15 = "SS-API-15": "what was declared for an employer is shown to the employer and to its mandatary of the day, and refused to others with 403 `missingPermission`", "ODOO-DIMONA action_check_dimona", Read;
    API_16 = "SS-API-16": "what is declared or registered is answered with `Cache-Control: no-store, max-age=0`", "BELGIF-REST-SECURITY (a draft; the portal is not known to follow it)", Guessed;
    API_17 = "SS-API-17": "an employer that is not known, by its enterprise number or its ONSS number, is answered 400 `referencedResourceNotFound`", "BELGIF-REST-GUIDE referencedResourceNotFound", Guessed;
    API_18 = "SS-API-18": "an enterprise number and a worker's number (SSIN) end with their check digits", "RN-NUMBER art. 4; BELGIF-REST-GUIDE invalidInput", Guessed;
    API_19 = "SS-API-19": "whoever declares for another employer without an active mandate is answered 403 `missingPermission`", "SS-FLA-MANUAL §2.2.2; ODOO-DIMONA action_check_dimona", Read;
}
