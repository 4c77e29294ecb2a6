@social-security @chaman
Feature: Renewing the certificate of a REST account
  An account takes several certificates. Whoever adds the new one first, then switches, then removes
  the old one, has a token at every minute.

  Background:
    Given an employer "Boulangerie du Parc" connected over REST for "Dimona"

  @SS-OAUTH-16 @SS-CHAMAN-09
  Rule: While both certificates are registered, both keys get a token

    Scenario: In order: added, switched, the old one removed; not a minute without a token
      Given the certificate of its account expires in 20 days
      And the connector asks for a token every 5 minutes
      When the manager adds a new certificate to the account
      Then the portal takes it
      And the account has 2 certificates
      And the old key still gets a token
      And the new key gets a token
      When an hour passes
      And the connector switches to the new key
      Then the connector signs with the new key
      When a day passes
      And the manager removes the old certificate from the account
      Then the portal takes it
      And the old key no longer gets a token
      When a day passes
      Then no token was refused

    Scenario: A second renewal, a restart, and a day later: still on the newest
      When the manager adds a new certificate to the account
      And the connector switches to the new key
      And the manager removes the old certificate from the account
      And the manager adds a new certificate to the account
      And the connector switches to the new key
      And the manager removes the old certificate from the account
      Then the connector signs with the new key
      And the first key no longer gets a token
      When the connector restarts
      Then the connector signs with the new key
      When a day passes
      Then the connector signs with the new key
      And the account has 1 certificate

  Rule: Out of order, tokens are refused until somebody acts

    @SS-OAUTH-16 @guessed
    Scenario: The old certificate is removed too early
      Given the connector asks for a token every 5 minutes
      When the manager adds a new certificate to the account
      And the manager removes the old certificate from the account
      And an hour passes
      Then some tokens were refused
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-16 refused it
      When the connector switches to the new key
      Then the connector signs with the new key

    @SS-OAUTH-16 @guessed
    Scenario: The new key is used before its certificate is registered
      Given the company orders a new certificate
      When the connector switches to the new key
      And the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-16 refused it
      And the old key still gets a token

    @SS-OAUTH-18 @SS-CHAMAN-11
    Scenario: The new certificate takes a while until the token server knows it
      Given the token server knows a certificate 1 hour after its registration
      When the manager adds a new certificate to the account
      Then the new key gets no token
      And SS-OAUTH-18 refused it
      And the old key still gets a token
      When 1 hour passes
      Then the new key gets a token

    @guessed
    Scenario: New settings are nothing until the connector reads them
      When the manager adds a new certificate to the account
      And the new key is written into the connector's settings
      Then the connector signs with the old key
      When the connector reloads its settings
      Then the connector signs with the new key

    @SS-CHAMAN-10
    Scenario: The last certificate cannot be removed
      When the manager removes the new certificate from the account
      Then the portal does not take it, by SS-CHAMAN-10

  @SS-OAUTH-20
  Rule: When the certificate expires

    Scenario: Too late: expired, refused, renewed, granted
      Given the certificate of its account expired 1 day ago
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-20 refused it
      When the manager adds a new certificate to the account
      And the connector switches to the new key
      Then the connector signs with the new key

    Scenario: Where the server looks at keys alone, an expired certificate still gets a token
      Given the token server takes the key of an expired certificate
      And the certificate of its account expired 1 day ago
      When the connector asks for a token
      Then a token is granted

  Rule: One certificate may serve several accounts

    @guessed
    Scenario: Renewed on two accounts of three: the third is cut off by the switch
      Given "Boulangerie du Parc" has another REST account "FLA" for "Federal Learning Account", with the same certificate
      And "Boulangerie du Parc" has a SOAP account "DmfA" with the same certificate
      When the manager adds a new certificate to the account "FLA"
      And the manager adds that certificate to the account "DmfA" too
      And the connector of "FLA" switches to the new key
      And the connector of "FLA" asks for a token
      Then a token is granted
      When the connector of "Boulangerie du Parc" switches to the key of "FLA"
      And the connector of "Boulangerie du Parc" asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-16 refused it
      When the manager adds that certificate to the account "Boulangerie du Parc" too
      And the connector of "Boulangerie du Parc" asks for a token
      Then a token is granted
