//! What revocation says of a certificate, and what RGS asks of a revocation list.

crate::rules! {
    LEAF = "PKI-REVOCATION-01": "the certificate is not revoked, and its authority's fresh word proves it", "RFC-5280 §6.3; RFC-6960 §3.2", Read;
    AUTHORITIES = "PKI-REVOCATION-02": "no authority above the certificate is revoked", "RFC-5280 §6.1.3 (a, 3), §6.3; RFC-6960 §3.2", Read;
    LIST = "PKI-REVOCATION-03": "a revocation list is of version 2, numbered, names its key, and lasts 144 hours at most at level RGS*, 48 at RGS**, 36 at RGS***", "RGS-A4 (profile of revocation lists, as verifyRGS restates it)", Read;
}
