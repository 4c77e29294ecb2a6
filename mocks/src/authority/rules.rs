//! The rules of the authorities that speak of revocation.

raccord_kernel::rules! {
    LIST_01 = "PKI-LIST-01": "a revocation list names every certificate that was revoked when it was made, since when and why, and is signed by the authority", "RFC-5280 §5.1, §5.3.1", Read;
    OCSP_01 = "PKI-OCSP-01": "a certificate is good, revoked, or unknown where the authority never issued it", "RFC-6960 §2.2", Read;
    OCSP_02 = "PKI-OCSP-02": "the nonce of a request is repeated in the answer", "RFC-6960 §4.4.1", Read;
    OCSP_03 = "PKI-OCSP-03": "a request that cannot be read is answered `malformedRequest`", "RFC-6960 §2.3", Read;
    OCSP_04 = "PKI-OCSP-04": "a request about the certificates of another authority is answered `unauthorized`", "RFC-6960 §2.3", Read;
    OCSP_05 = "PKI-OCSP-05": "a request comes by POST, or by GET as Base64 in the path", "RFC-6960 §A.1", Read;
    ISSUER_01 = "PKI-ISSUER-01": "the certificate of an authority is served alone, in DER", "RFC-5280 §4.2.2.1", Read;
}
