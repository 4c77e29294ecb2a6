//! What Chorus Pro demands of a certificate that is handed to it.
//!
//! The order is the order of judgement: the first failure is the one a portal would report.

crate::rules! {
    CONTAINER = "CPP-CERT-01": "the file is a PKCS#7 of certificates and nothing else, without any private key", "CPP-CERTIFICATES §4, §5", Read;
    BOTH_USAGES = "CPP-CERT-02": "the certificate is for answering as a server or for connecting as a client (extended key usage), never for both", "CPP-CERTIFICATES §4; otherwise CPP-CERTIFICATES-PAGE", Read;
    USAGE = "CPP-CERT-03": "the certificate is for what the connection asks for (extended key usage)", "CPP-CERTIFICATES §1, §4", Read;
    KEY_USAGE = "CPP-CERT-04": "the key may sign; a server's may also receive keys; none may do more (key usage)", "CPP-CERTIFICATES §4", Read;
    SEAL_USAGE = "CPP-CERT-27": "a seal is for no timestamps, connections, programs or answers on revocation: a \"cachet serveur sans heure\"", "CPP-CERTIFICATES §6.2; RGS-A4 §II.3", Read;
    SEAL_KEY_USAGE = "CPP-CERT-28": "a seal's key may sign, and sign in a way that binds, and nothing else (key usage)", "RGS-A4 §II.3", Read;
    POLICY = "CPP-CERT-05": "the certificate policy is listed at level RGS* or better", "CPP-CERTIFICATES §2, §4", Read;
    CHAIN = "CPP-CERT-06": "the file holds the whole chain, up to a root", "CPP-CERTIFICATES §2, §4", Read;
    LEAF = "CPP-CERT-07": "the file holds exactly one certificate that is no authority's", "CPP-CERTIFICATES §5", Guessed;
    PERSON = "CPP-CERT-08": "the certificate is a service's, not a person's", "CPP-CERTIFICATES §6", Read;
    STARTED = "CPP-CERT-09": "the certificate is already valid", "RFC-5280 §4.1.2.5", Read;
    EXPIRED = "CPP-CERT-10": "the certificate has not expired", "CPP-CERTIFICATES §8, §9", Read;
    EXPIRES_SOON = "CPP-CERT-11": "the certificate is valid for 30 days more", "CPP-CERTIFICATES §8", Guessed;
    KEY_SIZE = "CPP-CERT-12": "the key is RSA of at least 2048 bits, or on a curve of at least 256", "RGS-B1", Read;
    HASH = "CPP-CERT-13": "the certificate is signed with SHA-256 or better", "RGS-B1", Read;
    LIFETIME = "CPP-CERT-14": "the certificate lasts three years at most", "RGS-A3 §VI.3.2", Read;
    TEST = "CPP-CERT-15": "a test certificate is for qualification only", "CPP-CERTIFICATES §6.1", Read;
    IDENTIFIER = "CPP-CERT-16": "the subject holds the organisation's identifier, `0002 ` and a SIREN or SIRET", "RGS-A4 §VII.3", Read;
    SELF_SIGNED = "CPP-CERT-17": "the certificate comes from a supplier, it is not self-signed", "CPP-CERTIFICATES §2", Read;
    THROWAWAY = "CPP-CERT-30": "the certificate comes from a supplier of the European trusted list, not from a throwaway authority of raccord", "CPP-CERTIFICATES §2", Read;
    REVOKED_CLASS = "CPP-CERT-29": "the certificate is of no class that its authority has revoked as a whole", "CERTIGNA-INCIDENT", Seen;
    SIGNATURES = "CPP-CERT-18": "every certificate of the chain is signed by the next one", "RFC-5280 §6.1.3", Read;
    AUTHORITIES = "CPP-CERT-19": "every authority of the chain is valid", "RFC-5280 §6.1.3", Read;
    SERVER_NAME = "CPP-CERT-20": "a server's certificate holds its host name as an alternative name", "RGS-A4 §II.3", Read;
    CRITICALITY = "CPP-CERT-21": "the key usage is critical and the extended key usage is not", "RGS-A4 §II.3", Read;
    AFTER_2030 = "CPP-CERT-22": "an RSA key used beyond 2030 has at least 3072 bits", "RGS-B1", Read;
    NEW_FILE = "CPP-CERT-23": "a renewal brings another certificate than the one in place", "CPP-CERTIFICATES §8", Guessed;
    NEW_KEY = "CPP-CERT-24": "a renewal brings a new key pair", "RGS-A3", Read;
    SAME_SUBJECT = "CPP-CERT-31": "a renewal is for the same subject", "CPP-CERTIFICATES §8", Guessed;
    LATER_END = "CPP-CERT-25": "a renewal lasts longer than the certificate in place", "CPP-CERTIFICATES §8", Guessed;
    OVERLAP = "CPP-CERT-26": "a renewal is valid before the certificate in place expires", "CPP-CERTIFICATES §8", Guessed;
    ACTIVATION = "CPP-CERT-32": "a renewal leaves 24 hours to the certificate in place, for an update takes 2 to 24", "CPP-CERTIFICATES §8, §9", Read;
    ITS_KEY = "CPP-CERT-33": "the certificate is for the key that it will be used with", "CPP-CERTIFICATES §3", Guessed;
    DEMANDED = "CPP-CERT-34": "every certificate that the connection demands is handed in", "CPP-CERTIFICATES §1, §6.2", Read;
    NOTHING_ELSE = "CPP-CERT-35": "every file is about a certificate that the connection demands", "CPP-CERTIFICATES §1", Guessed;
    OWN_KEYS = "CPP-CERT-36": "each certificate of a connection has a key of its own", "RGS-A3 §VII", Guessed;
    NONE_NEEDED = "CPP-CERT-37": "a connection through PISTE needs no certificate", "CPP-CERTIFICATES introduction", Read;
}
