//! What the portal of social security demands of a certificate that is registered in Chaman.

crate::rules! {
    CONTAINER = "SS-CERT-01": "the file is one public certificate (`.cer`, in DER or PEM), without any private key", "SS-FLA-MANUAL §4.4, §6.3.2", Read;
    LEAF = "SS-CERT-02": "the file is about exactly one certificate", "SS-FLA-MANUAL §4.4", Guessed;
    RSA = "SS-CERT-03": "the key is RSA, for what a program signs is signed with RS256", "SS-FLA-MANUAL; RFC-7518 §3.3", Seen;
    KEY_SIZE = "SS-CERT-04": "an RSA key has at least 2048 bits", "RFC-7518 §3.3", Read;
    KEY_USAGE = "SS-CERT-05": "the key may sign, where the certificate says what it may do (key usage)", "RFC-5280 §4.2.1.3", Guessed;
    COMPANY = "SS-CERT-06": "the certificate is in the company's name", "SS-DIMONA-WEBSERVICE", Read;
    ISSUER = "SS-CERT-07": "the certificate is a GlobalSign PersonalSign 3 Pro; a REST account takes a self-signed one as well", "SS-DIMONA-WEBSERVICE; SS-BATCH-SFTP", Guessed;
    STARTED = "SS-CERT-08": "the certificate is already valid", "RFC-5280 §4.1.2.5", Guessed;
    EXPIRED = "SS-CERT-09": "the certificate has not expired", "SS-FLA-MANUAL §4.5", Guessed;
    EXPIRES_SOON = "SS-CERT-10": "the certificate is valid for 30 days more", "SS-FLA-MANUAL §4.5", Guessed;
    HASH = "SS-CERT-11": "the certificate is signed with SHA-256 or better", "RFC-5280", Guessed;
    NEW_FILE = "SS-CERT-12": "a renewal brings another certificate than the one in place", "SS-FLA-MANUAL §4.5", Guessed;
    NEW_KEY = "SS-CERT-13": "a renewal may bring a new key or keep the old one", "SS-FLA-MANUAL §4.5", Guessed;
    SAME_SUBJECT = "SS-CERT-14": "a renewal is for the same subject", "SS-FLA-MANUAL §4.5", Guessed;
    LATER_END = "SS-CERT-15": "a renewal lasts longer than the certificate in place", "SS-FLA-MANUAL §4.5", Guessed;
    OVERLAP = "SS-CERT-16": "a renewal is valid before the certificate in place expires", "SS-FLA-MANUAL §4.5", Guessed;
    ITS_KEY = "SS-CERT-17": "the certificate is for the key that signs what the program sends", "SS-FLA-MANUAL §4.4", Read;
    DEMANDED = "SS-CERT-18": "the account's certificate is handed in", "SS-FLA-MANUAL §4.4; SS-BATCH-SFTP", Read;
    NOTHING_ELSE = "SS-CERT-19": "every file is about what the account asks for", "SS-FLA-MANUAL §4.4", Guessed;
    SSH_KEY = "SS-CERT-20": "an SFTP account takes an SSH public key beside the certificate", "SS-BATCH-SFTP", Read;
}
