Feature: What a supplier says of a certificate that it took back

  A certificate that its supplier revoked is refused by whoever looks. Anybody can ask: the
  certificate itself says where its authority's revocation list is, and where its OCSP responder.

  Whether Chorus Pro looks when a certificate opens a session is in no source, and is not modelled.

  Background:
    Given a supplier connected to Chorus Pro over EDI SFTP as "SUPPLIER01"

  @PKI-OCSP-01 @PKI-LIST-01
  Scenario: A certificate in good standing
    Then asking the OCSP responder about the first certificate gives good
    And the revocation list gives good for the first certificate

  @PKI-OCSP-01 @PKI-LIST-01
  Scenario: A certificate that was revoked
    Given the supplier has revoked the first certificate, for keyCompromise
    Then asking the OCSP responder about the first certificate gives revoked
    And the revocation list gives revoked for the first certificate

  @PKI-OCSP-01
  Scenario: A certificate that its authority does not know
    A list cannot tell: it names those that were revoked, and no others.

    Given the supplier's OCSP responder does not know the first certificate
    Then asking the OCSP responder about the first certificate gives unknown
    And the revocation list gives good for the first certificate

  Scenario: Word that is over
    Given what the supplier says of revocation was over a day ago
    Then asking the OCSP responder about the first certificate gives stale
    And the revocation list gives stale for the first certificate

  Scenario: A responder that is slow
    Given the supplier's OCSP responder is slow
    Then asking the OCSP responder about the first certificate gives nothing in time
    And the revocation list gives good for the first certificate

  Scenario: A responder that is down
    Given the supplier's OCSP responder is down
    Then asking the OCSP responder about the first certificate gives out of order
    And asking the OCSP responder about the first certificate gives good
