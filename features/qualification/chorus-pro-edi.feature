@chorus-pro @edi-sftp @qualification @guessed
Feature: Qualifying an EDI SFTP connection, and the renewal of its certificate
  What a team plays against the real qualification environment before it goes on
  to production: its people work in the portal, the connector sends and fetches,
  and nobody can move time.

  Background:
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

  @CPP-FLOW-07
  Scenario: A flow is sent, and its integration report comes
    Given the manager has deposited an invoice on the portal by hand
    When the connector sends an FSO1100A flow
    Then the flow is integrated
    And every flow sent has exactly one integration report

  @CPP-SHEET-04 @destructive
  Scenario: The certificate is renewed, and no flow is lost
    Given its certificate expires in 20 days
    When the connector sends an FSO1100A flow
    And the manager uploads a new certificate, as PKCS#7 with its whole chain
    Then the upload is accepted
    And the sheet shows the update as pending
    When the update has been taken into account
    And the connector switches to the new certificate
    Then the connector is on the new certificate
    And the old certificate no longer opens a session
    When the connector sends an FSO1100A flow
    Then every flow sent has exactly one integration report
