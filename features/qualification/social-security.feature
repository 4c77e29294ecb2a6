@social-security @chaman @qualification
Feature: Qualifying a REST account at social security, and the renewal of its certificate
  The new certificate is added beside the old one, the connector switches, and
  only then is the old one removed: there is a token at every minute.

  Background:
    Given an employer "Boulangerie du Parc" connected over REST for "Dimona"

  @guessed
  Scenario: A token, a declaration, and its result
    When the connector asks for a token
    And the connector declares a worker's entry into service
    Then the declaration ends with "A"

  @SS-OAUTH-16 @SS-CHAMAN-09
  Scenario: A certificate is added, and the connector switches to its key
    Given the certificate of its account expires in 20 days
    When the manager adds a new certificate to the account
    Then the portal takes it
    When the token server knows the new certificate
    Then the old key still gets a token
    When the connector switches to the new key
    Then the connector signs with the new key

  @SS-OAUTH-16 @destructive @guessed
  Scenario: The old certificate is removed once the new one is in use
    When the manager adds a new certificate to the account
    And the token server knows the new certificate
    And the connector switches to the new key
    And the manager removes the old certificate from the account
    Then the old key no longer gets a token
    And the connector signs with the new key
