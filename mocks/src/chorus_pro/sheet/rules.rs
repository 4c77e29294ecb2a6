//! The rules of sheets.

raccord_kernel::rules! {
    SHEET_01 = "CPP-SHEET-01": "a new sheet gives its partner, first day, interfaces, certificate and technical contact", "PPF-SPECIFICATIONS page 27", Read;
    SHEET_02 = "CPP-SHEET-02": "a sheet has one protocol; here it is SFTP", "PPF-SPECIFICATIONS page 22", Read;
    SHEET_03 = "CPP-SHEET-03": "the portal gives a new sheet its \"Code Appli Partenaire\": six letters or digits, another for each sheet", "PPF-SPECIFICATIONS page 32 (the form of the code; that the portal draws it is a guess)", Guessed;
    SHEET_04 = "CPP-SHEET-04": "an update takes effect 2 to 24 hours after it was accepted", "CPP-CERTIFICATES §8", Read;
    SHEET_05 = "CPP-SHEET-05": "until an update takes effect, only the certificate before opens a session", "CPP-CERTIFICATES §8 (it says only that the sheet becomes active again)", Guessed;
    SHEET_06 = "CPP-SHEET-06": "the certificate of a new sheet waits for its effect as an update does", "CPP-CERTIFICATES §8 (of updates)", Guessed;
    SHEET_07 = "CPP-SHEET-07": "an update that is uploaded while another waits takes its place, and the wait begins again", "CPP-CERTIFICATES §8 (silent)", Guessed;
    SHEET_08 = "CPP-SHEET-08": "a certificate serves one sheet only", "PPF-SPECIFICATIONS page 27", Read;
    SHEET_09 = "CPP-SHEET-09": "a period of connection has a first day, and a last day that is not before it, or none", "PPF-SPECIFICATIONS page 27 (the last day ends the connection)", Guessed;
    SHEET_10 = "CPP-SHEET-10": "a sheet subscribes to interfaces that Chorus Pro knows, each once", "CPP-CERTIFICATES §8, CPP-COMMUNITY", Read;
    SHEET_11 = "CPP-SHEET-11": "a search gives one line for each application code and interface", "CPP-CERTIFICATES §8", Read;
    SHEET_12 = "CPP-SHEET-12": "the search is pre-filled with a \"Période de raccordement\" that hides older sheets until it is cleared", "CPP-CERTIFICATES §8 (that the day is today's, and hides the sheets that began before it, is a guess)", Read;
    SHEET_13 = "CPP-SHEET-13": "a sheet is \"Activée\", but not while a certificate waits; an expired certificate does not change that", "CPP-CERTIFICATES §8, §9 (of the API, for the expired certificate)", Read;
    SHEET_14 = "CPP-SHEET-14": "the certificate of an SFTP connection has an RSA key, for it opens the sessions", "PPF-SPECIFICATIONS page 23 (that the upload is refused is a guess)", Guessed;
}
