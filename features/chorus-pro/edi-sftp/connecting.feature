@chorus-pro @edi-sftp @guessed
Feature: Connecting to Chorus Pro over EDI SFTP for the first time
  A structure declares its connection on a sheet, with the certificate that its
  connector will use. Once Chorus Pro has taken the sheet into account, flows
  go out and integration reports come back.

  Scenario: From a structure without a sheet to the first integration report
    Given a structure without a sheet
    When the manager creates a sheet for FSO1100A with a new certificate, as PKCS#7 with its whole chain
    Then the upload is accepted
    And the new certificate does not open a session
    When the update has been taken into account
    Then the new certificate opens a session
    When the connector sends an FSO1100A flow
    Then the flow is integrated
    And every flow sent has exactly one integration report

  @CPP-PORTAL-05 @CPP-PORTAL-06
  Scenario: The space "Raccordements EDI et API" must be added first, and appears at the next login
    Given a structure without the space "Raccordements EDI et API"
    When the manager creates a sheet for FSO1100A with a new certificate, as PKCS#7 with its whole chain
    Then the portal refuses by CPP-PORTAL-05
    When the manager adds the space "Raccordements EDI et API" and logs in again
    And the manager creates a sheet for FSO1100A with a new certificate, as PKCS#7 with its whole chain
    Then the upload is accepted

  @CPP-FLOW-04
  Rule: What Chorus Pro says of a flow comes back in its report

    Background:
      Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

    Scenario: A flow whose invoices are right is integrated
      When the connector sends an FSO1100A flow
      Then the flow is integrated

    Scenario: A rejected flow says why
      Given Chorus Pro will reject the next flow, because "Le destinataire est inconnu"
      When the connector sends an FSO1100A flow
      Then the flow is rejected, because "Le destinataire est inconnu"

  Rule: A report is fetched once, and waits for seven days

    Background:
      Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

    @CPP-FLOW-09
    Scenario: A report that was fetched is gone
      When the connector sends an FSO1100A flow
      Then the flow is integrated
      And the connector finds nothing to fetch

    @CPP-FLOW-10
    Scenario: A report waits for six days, and is still there
      When the connector sends an FSO1100A flow
      And 6 days pass
      Then the flow is integrated

    @CPP-FLOW-10
    Scenario: A report that nobody fetches is purged after seven days
      When the connector sends an FSO1100A flow
      And 8 days pass
      Then the connector finds nothing to fetch

  @CPP-SFTP-06
  Rule: A connection works until the last day of its "Période de raccordement"

    Background:
      Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

    Scenario: The last day of the period, and the day after it
      Given the period of its sheet ends today
      When the connector sends an FSO1100A flow
      Then the flow is integrated
      When a day passes
      Then the connector cannot send a flow
      And CPP-SFTP-06 refused it
