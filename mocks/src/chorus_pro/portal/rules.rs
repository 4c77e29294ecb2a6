//! The rules of the portal.

raccord_kernel::rules! {
    PORTAL_01 = "CPP-PORTAL-01": "an unknown login and a wrong password are refused alike", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_02 = "CPP-PORTAL-02": "every page but the login asks for a session", "CPP-CERTIFICATES §8 (its screens show one, with its \"Déconnexion\")", Read;
    PORTAL_03 = "CPP-PORTAL-03": "a session that is not used for 30 minutes is over", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_04 = "CPP-PORTAL-04": "a form is taken only with the token of the session whose page it came from", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_05 = "CPP-PORTAL-05": "sheets are reached through the space \"Raccordements EDI et API\", which the structure must have", "PISTE-MIGRATION, conditions of a connection", Read;
    PORTAL_06 = "CPP-PORTAL-06": "a space that was added to a structure appears from the next login on", "PISTE-MIGRATION, the space that does not appear", Read;
    PORTAL_07 = "CPP-PORTAL-07": "a manager reaches the structures of the account, and their sheets, and no others", "PISTE-MIGRATION, conditions of a connection", Read;
    PORTAL_08 = "CPP-PORTAL-08": "a sheet is created or updated only with the profile \"Raccordements modification\"", "PPF-SPECIFICATIONS page 21", Read;
    PORTAL_09 = "CPP-PORTAL-09": "an uploaded file has 1 MiB at most", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_10 = "CPP-PORTAL-10": "a form is sent as its page sends it", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_11 = "CPP-PORTAL-11": "a file is chosen before \"Valider\"", "CPP-CERTIFICATES §8", Read;
    PORTAL_12 = "CPP-PORTAL-12": "a sheet is opened by a number that it has", "CPP-CERTIFICATES §8 (silent)", Guessed;
    PORTAL_13 = "CPP-PORTAL-13": "invoices are deposited by hand in \"Factures émises\", \"Dépôt factures\"; that it can be done is checked before a connection is set up", "ERP-SETTINGS, principe (CPP-COMMUNITY bonnes pratiques has the words)", Read;
    PORTAL_14 = "CPP-PORTAL-14": "a file that is deposited is not empty", "PPF-SPECIFICATIONS pages 29 to 31 (of EDI; that the portal refuses it at once is deduced)", Guessed;
    PORTAL_15 = "CPP-PORTAL-15": "the extension of a file that is deposited is pdf, xml, zip or tar.gz", "CPP-COMMUNITY déposer une facture unitaire ou par lot", Read;
    PORTAL_16 = "CPP-PORTAL-16": "a file that is deposited weighs 30 Mo at most", "OMNIBILL deposer/flux (of the API; that the portal has the same limit is deduced)", Guessed;
    PORTAL_17 = "CPP-PORTAL-17": "a flow deposited in the portal is numbered and lives as one that came over the API; a PDF is Factur-X, anything else UBL", "CPP-COMMUNITY suivi des flux (that it is a flow; how it is numbered and lives is deduced)", Guessed;
    PORTAL_18 = "CPP-PORTAL-18": "whoever acts for a structure sees the flows that it deposited, whatever carried them", "CPP-COMMUNITY suivi des flux (that others see none by its number is deduced)", Read;
    PORTAL_19 = "CPP-PORTAL-19": "the API reports on a flow that was deposited in the portal as on its own", "CHORUS-API-PYTHON consulter_cr", Read;
}
