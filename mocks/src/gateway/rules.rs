//! The rules of the gateway: what it refuses before a system is asked.

raccord_kernel::rules! {
    TLS_01 = "GATEWAY-TLS-01": "a host that requires a client certificate refuses a handshake without one", "RFC-5280 §6", Read;
    TLS_02 = "GATEWAY-TLS-02": "a client certificate is verified at the handshake, at the instant of the environment's clock", "RFC-5280 §6.1.3", Read;
    TLS_03 = "GATEWAY-TLS-03": "a handshake that the client gives up is written down with its alert", "RFC-8446 §6.2", Read;
    TLS_04 = "GATEWAY-TLS-04": "a handshake that cannot be understood, or that breaks off, is written down", "RFC-8446 §4.1", Read;
    LIMIT_01 = "GATEWAY-LIMIT-01": "a request whose head is too long, or has too many headers, is answered 431", "RFC-6585 §5", Read;
    LIMIT_02 = "GATEWAY-LIMIT-02": "a request whose body is larger than any system takes is answered 413 before it is read", "RFC-9110 §15.5.14", Read;
    LIMIT_03 = "GATEWAY-LIMIT-03": "a request whose body does not come within its time is answered 408", "RFC-9110 §15.5.9", Read;
    HOST_01 = "GATEWAY-HOST-01": "the hosts under aife.economie.gouv.fr are gone since 30 September 2023", "INVOICERR live specification", Seen;
    HOST_02 = "GATEWAY-HOST-02": "a host that social security never had, and that integrators tried first, is told with the one that answers", "AUREUS-TRACE", Seen;
}
