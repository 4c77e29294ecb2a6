@chorus-pro @edi-sftp @renewal @guessed
Feature: Renewing the certificate of an EDI SFTP connection
  The new certificate is uploaded on the sheet before the old one expires. Until
  the portal has taken it into account, only the old one opens a session;
  afterwards, only the new one does. The connector switches in between, and no
  flow is lost or sent twice.

  Background:
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

  @CPP-SHEET-04
  Rule: An update takes effect 2 to 24 hours after it was accepted

    Scenario: In time: uploaded, taken into account, switched, the old one refused
      Given its certificate expires in 20 days
      When the manager uploads a new certificate, as PKCS#7 with its whole chain
      Then the upload is accepted
      And the sheet shows the update as pending
      And the old certificate still opens a session
      And the new certificate does not open a session
      When the update has been taken into account
      Then the update took between 2 hours and 24 hours
      When the connector switches to the new certificate
      Then the connector is on the new certificate
      And the old certificate no longer opens a session
      When the connector sends an FSO1100A flow
      Then the flow is integrated

    Scenario: Continuous traffic: nothing is lost, nothing is sent twice
      Given its certificate expires in 20 days
      And the connector sends an FSO1100A flow every 60 minutes
      When the manager renews the certificate
      And the update has been taken into account
      And the connector switches to the new certificate
      And an hour passes
      Then no flow waits to be sent
      And every flow sent has exactly one integration report
      And the connector was never without a session for more than an hour

    Scenario: The API is not concerned by the certificate of EDI
      Given its certificate expires in 20 days
      And it is connected through PISTE too
      When the connector deposits a flow over the API
      And the manager renews the certificate
      And the update has been taken into account
      And the connector switches to the new certificate
      And the connector deposits a flow over the API
      Then the detailed report says IN_INTEGRE in the end
      And the connector is on the new certificate

  @CPP-SFTP-04
  Rule: An expired certificate no longer opens a session

    Scenario: Too late: expired, refused, renewed, accepted
      Given its certificate expired a day ago
      Then the connector cannot send a flow
      And CPP-SFTP-04 refused it
      When the manager renews the certificate
      Then the connector cannot send a flow
      When the update has been taken into account
      And the connector switches to the new certificate
      And the connector sends an FSO1100A flow
      Then the flow is integrated

    Scenario: The last second of the certificate's life, and the first after it
      Given its certificate expires in 0 seconds
      Then the old certificate still opens a session
      When one second passes
      Then the old certificate no longer opens a session

    Scenario: A new certificate that ends before the old one is taken, and ends the connection sooner
      Given its certificate expires in 20 days
      When the manager uploads a certificate that ends before the old one
      Then the upload is accepted
      When the update has been taken into account
      And the connector switches to the new certificate
      Then the connector is on the new certificate
      When 10 days pass
      Then the connector cannot send a flow
      And CPP-SFTP-04 refused it

  @CPP-SFTP-03
  Rule: The connector switches once the update is taken into account, neither before nor long after

    Scenario: Switching too early: refused until the update is taken into account
      Given its certificate expires in 20 days
      And the connector sends an FSO1100A flow every 60 minutes
      When the manager renews the certificate
      And the connector switches to the new certificate
      And an hour passes
      Then the connector cannot send a flow
      And CPP-SFTP-03 refused it
      When the update has been taken into account
      And an hour passes
      Then no flow waits to be sent
      And every flow sent has exactly one integration report

    Scenario: Switching too late: refused until the connector switches
      Given its certificate expires in 20 days
      And the connector sends an FSO1100A flow every 60 minutes
      When the manager renews the certificate
      And the update has been taken into account
      And 3 hours pass
      Then the connector cannot send a flow
      And CPP-SFTP-03 refused it
      When the connector switches to the new certificate
      And an hour passes
      Then no flow waits to be sent
      And every flow sent has exactly one integration report
      And the connector was without a session for at least 3 hours

    Scenario Outline: New settings are nothing until the connector <reads them>
      Given its certificate expires in 20 days
      When the manager renews the certificate
      And the update has been taken into account
      And the new certificate is written into the connector's settings
      Then the connector cannot send a flow
      And CPP-SFTP-03 refused it
      When the connector <reads them>
      Then the connector is on the new certificate

      Examples:
        | reads them           |
        | reloads its settings |
        | restarts             |

  @CPP-SHEET-05
  Rule: What the portal accepts while an update waits decides how long the connector is cut off

    Scenario Outline: The portal accepts <accepted> meanwhile: cut off for <longest> at most
      Given its certificate expires in 20 days
      And while an update waits, the portal accepts <accepted>
      And the connector sends an FSO1100A flow every 60 minutes
      When the manager renews the certificate
      And the update has been taken into account
      And the connector switches to the new certificate
      And an hour passes
      Then no flow waits to be sent
      And every flow sent has exactly one integration report
      And the connector was without a session for at least <shortest>
      And the connector was never without a session for more than <longest>

      Examples:
        | accepted                 | shortest | longest  |
        | the old certificate only | an hour  | an hour  |
        | both certificates        | an hour  | an hour  |
        | neither certificate      | 2 hours  | 25 hours |

  Rule: A renewal is not over with the first success

    Scenario: A second renewal, a restart, and a day later: still on the newest
      Given its certificate expires in 20 days
      And the connector sends an FSO1100A flow every 30 days
      When the manager renews the certificate
      And the update has been taken into account
      And the connector switches to the new certificate
      Then the connector is on the new certificate
      When 340 days pass
      And the manager renews the certificate
      And the update has been taken into account
      And the connector switches to the new certificate
      And the connector restarts
      Then the connector is on the new certificate
      When a day passes
      Then the connector is on the new certificate
      And the old certificate no longer opens a session
      And the first certificate no longer opens a session
