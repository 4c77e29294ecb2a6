//! What SOFiE demands of the certificates of its Crypt and Transport accounts.

crate::rules! {
    CONTAINER = "SOFIE-CERT-01": "the file is the one that LuxTrust sent: one certificate, neither renamed nor converted, without any private key", "SOFIE-RENEWAL §5.1, §5.2", Read;
    LEAF = "SOFIE-CERT-02": "the file is about exactly one certificate", "SOFIE-RENEWAL §5.2", Guessed;
    ISSUER = "SOFIE-CERT-03": "the certificate is LuxTrust's", "SOFIE-RENEWAL §4.1, §5.2", Read;
    POLICY = "SOFIE-CERT-04": "the certificate is LuxTrust's SSL product (policy 1.3.171.1.1.10.5)", "LUXTRUST-LEAVES; SOFIE-RENEWAL §4.1", Seen;
    RSA = "SOFIE-CERT-05": "the key is RSA", "LUXTRUST-LEAVES", Seen;
    KEY_SIZE = "SOFIE-CERT-06": "an RSA key has at least 2048 bits", "LUXTRUST-LEAVES", Guessed;
    KEY_USAGE = "SOFIE-CERT-07": "the key may sign and receive keys, and perhaps data (key usage)", "LUXTRUST-LEAVES", Seen;
    SEVERAL_USES = "SOFIE-CERT-08": "the certificate is for connecting as a client or for protecting mail, and may be for answering as a server as well (extended key usage)", "LUXTRUST-LEAVES", Seen;
    PERSON = "SOFIE-CERT-23": "the certificate is an organisation's, not a person's", "LUXTRUST-LEAVES", Guessed;
    STARTED = "SOFIE-CERT-09": "the certificate is already valid", "RFC-5280 §4.1.2.5", Read;
    EXPIRED = "SOFIE-CERT-10": "the certificate has not expired, for SOFiE encrypts and sends nothing with one that has", "SOFIE-RENEWAL §3.1", Read;
    EXPIRES_SOON = "SOFIE-CERT-11": "the certificate is valid for a month more, the time from which SOFiE announces its end", "SOFIE-RENEWAL §3.1", Read;
    HASH = "SOFIE-CERT-12": "the certificate is signed with SHA-256 or better", "LUXTRUST-LEAVES", Guessed;
    NEW_FILE = "SOFIE-CERT-13": "a renewal brings another certificate than the one in place", "SOFIE-RENEWAL §5.2", Guessed;
    NEW_KEY = "SOFIE-CERT-14": "a renewal brings a new key pair", "SOFIE-RENEWAL §3.3", Read;
    SAME_SUBJECT = "SOFIE-CERT-15": "a renewal is for the same subject", "SOFIE-RENEWAL §3.2", Guessed;
    LATER_END = "SOFIE-CERT-16": "a renewal lasts longer than the certificate in place", "SOFIE-RENEWAL §3.1", Guessed;
    OVERLAP = "SOFIE-CERT-17": "a renewal is valid before the certificate in place expires", "SOFIE-RENEWAL §3.1", Guessed;
    ACTIVATION = "SOFIE-CERT-18": "a renewal leaves 48 hours, on working days, to the certificate in place, for the configuration file to come", "SOFIE-RENEWAL §5.2", Read;
    ITS_KEY = "SOFIE-CERT-19": "the certificate is for the most recent request (`.pem`) of its account", "SOFIE-RENEWAL §3.3", Read;
    DEMANDED = "SOFIE-CERT-20": "a certificate for each account is handed in: Crypt and Transport for SORT", "SOFIE-RENEWAL §3.3", Read;
    NOTHING_ELSE = "SOFIE-CERT-21": "every file is about the certificate of an account", "SOFIE-RENEWAL §5.2", Guessed;
    OWN_KEYS = "SOFIE-CERT-22": "Crypt and Transport have a certificate and a key each", "SOFIE-RENEWAL §3.3", Read;
}
