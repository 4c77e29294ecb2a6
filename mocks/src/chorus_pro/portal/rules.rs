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
}
