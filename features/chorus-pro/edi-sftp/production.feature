@chorus-pro @edi-sftp
Feature: From qualification to production
  A certificate names a service, so one that served in qualification may serve in
  production. A test certificate is marked as such, and production refuses it: the
  standard one is ordered before that day, not on it.

  @CPP-CERT-15
  Rule: A test certificate is for qualification only

    @guessed
    Scenario: Qualification takes a test certificate
      Given a structure without a sheet
      When the manager creates a sheet for FSO1100A with a test certificate
      Then the upload is accepted

    Scenario: Production refuses a test certificate
      Given a structure without a sheet in production
      When the manager creates a sheet for FSO1100A with a test certificate
      Then the upload is refused by CPP-CERT-15

    @guessed
    Scenario: A standard certificate serves on both
      Given a structure without a sheet
      When the manager creates a sheet for FSO1100A with a new certificate, as PKCS#7 with its whole chain
      Then the upload is accepted
      When the supplier goes on to production
      And the manager creates a sheet for FSO1100A with the same certificate again
      Then the upload is accepted
