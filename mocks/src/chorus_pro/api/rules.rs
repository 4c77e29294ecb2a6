//! The rules of the API.

raccord_kernel::rules! {
    API_01 = "CPP-API-01": "the application was declared on the Chorus Pro portal (\"Déclarer un raccordement PISTE\") under the very name it has on PISTE; otherwise 403 with an empty body", "PISTE-MIGRATION §2 (that it must be; what is answered is deduced from the reports of integrators)", Guessed;
    API_02 = "CPP-API-02": "`cpro-account` is the login and password of a technical account, in base64; otherwise 401 with an empty body", "OCA-CHORUS pull request 425", Read;
    API_03 = "CPP-API-03": "a technical account can be used 30 minutes after its creation", "CHORUSPAY getting started (\"environ 30 minutes\")", Read;
    API_04 = "CPP-API-04": "a technical account's password expires after 424 days", "CPP-COMMUNITY bonnes pratiques (the refusal of an expired one is OCA-CHORUS's)", Read;
    API_05 = "CPP-API-05": "a body that is not announced as JSON is answered 415", "CPP-SWAGGER responses; OCA-CHORUS commit ed3cd4af", Read;
    API_06 = "CPP-API-06": "a body that is not what the Swagger says is answered 400", "CPP-SWAGGER responses (the body of the answer is deduced)", Read;
    API_07 = "CPP-API-07": "a business error is answered 200, with a `codeRetour` other than 0", "PASTELL CPPWrapper; OCA-CHORUS (GO-CHORUSPRO expects 400)", Read;
    API_08 = "CPP-API-08": "a deposit is answered by its number, the day in Paris and its syntax", "CPP-SWAGGER deposer/flux; PASTELL and GO-CHORUSPRO (the form of the day)", Read;
    API_09 = "CPP-API-09": "a flow of more than 30 Mo is refused by 20001, GDP_MSG_11.022", "OMNIBILL deposer/flux", Read;
    API_10 = "CPP-API-10": "a flow of more than 120 Mo is not read: 413", "OCA-CHORUS chorus_flow (the limit); CPP-SWAGGER (413, of other operations)", Guessed;
    API_11 = "CPP-API-11": "a flow's interface code follows from its syntax", "CPP-COMMUNITY codes interface; PASTELL; INVOICERR", Read;
    API_12 = "CPP-API-12": "a detailed report says the flow's state, and each invoice in error once; it does not repeat the flow's number", "PASTELL fixtures; GO-CHORUSPRO; CHORUS-API-PYTHON", Read;
    API_13 = "CPP-API-13": "the report of an unknown flow, of another structure's or of one just deposited is not found: a `codeRetour` other than 0", "INVOICERR and others (which code it is, and for how long, is deduced)", Guessed;
    API_14 = "CPP-API-14": "a report holds the whole account as a PDF", "CHORUS-API-PYTHON consulter_cr; GO-CHORUSPRO", Read;
    API_15 = "CPP-API-15": "a Factur-X flow has no report as a PDF", "OCA-CHORUS commit a3895e2a (how it fails is deduced)", Guessed;
    API_16 = "CPP-API-16": "a search answers the structure's own invoices, ten a page unless asked otherwise", "OCA-CHORUS commit 95c94f71; CPP-SWAGGER rechercher/fournisseur", Read;
    API_17 = "CPP-API-17": "a search that finds nothing is answered 20000, TRA_MSG_00.015, without pagination", "PASTELL CPPWrapper", Read;
    API_18 = "CPP-API-18": "the health check is a GET", "CHORUS-API-PYTHON health_check (the values are deduced)", Read;
}
