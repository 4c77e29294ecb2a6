@social-security
Feature: What integrators report going wrong
  Each of these cost somebody a day.

  Rule: Addresses

    @SS-OAUTH-03
    Scenario: The simulation host taken for the token server
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://services-sim.socialsecurity.be/REST/oauth/v5/token" as the token endpoint and the audience
      When the connector asks for a token
      Then there is no token server: 404
      And SS-OAUTH-03 refused it

    @SS-OAUTH-03 @guessed
    Scenario: Simulation is called with a token of production
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://services-sim.socialsecurity.be" for the APIs
      When the connector declares a worker's entry into service
      Then the call is taken
      And the declaration ends with "A"
      Given the connector's settings name "https://services.socialsecurity.be" for the APIs
      Then the declaration is not processed yet

    @SS-OAUTH-04
    Scenario: The address of version 3 was kept
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://services.socialsecurity.be/REST/oauth/v3/token" as the token endpoint
      When the connector asks for a token
      Then there is no token server: 404
      And SS-OAUTH-04 refused it

    @SS-OAUTH-21
    Scenario: The audience of version 3 was kept
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://oauth.socialsecurity.be" as the audience
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-21 refused it

    @SS-OAUTH-21
    Scenario: A library was updated, and names the issuer as the audience
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://services.socialsecurity.be/REST/oauth/v5" as the audience
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-21 refused it

    @GATEWAY-HOST-02
    Scenario: A host that never was
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings name "https://api.socialsecurity.be/REST/oauth/v5/token" as the token endpoint
      When the connector tries to reach the token server
      Then GATEWAY-HOST-02 refused it

    @SS-OAUTH-14 @guessed
    Scenario: It worked in acceptance, and production's settings were forgotten
      Given an employer "Boulangerie du Parc" connected over REST in acceptance for "Dimona"
      When the connector asks for a token
      Then a token is granted
      Given the connector's settings name "https://services.socialsecurity.be/REST/oauth/v5/token" as the token endpoint and the audience
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-14 refused it

  Rule: Keys and secrets

    @SS-OAUTH-11
    Scenario: A client secret was looked for, and there is none
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the connector asks for a token with a client secret
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-11 refused it

    @SS-OAUTH-17
    Scenario: A key id does no harm
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the connector asks for a token with an assertion that names its key
      Then a token is granted

    @guessed
    Scenario Outline: A private key handed over as <form> is a key
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's key is handed over as <form>
      When the connector asks for a token
      Then a token is granted

      Examples:
        | form                      |
        | a .pfx                    |
        | PKCS#8 in PEM             |
        | PKCS#1 in PEM             |
        | Base64 without boundaries |

    Scenario: A private key whose line ends were written out is none
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's key is handed over as PEM with its line ends written out
      Then the connector cannot use its key

    @guessed
    Scenario: A private key that was published is replaced, and good for nothing from then on
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the manager adds a new certificate to the account
      And the connector switches to the new key
      And the manager removes the old certificate from the account
      Then the old key no longer gets a token
      And the connector signs with the new key

  Rule: Scopes and mandates

    @guessed
    Scenario: A scope that is granted and not asked for
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector's settings ask for the scope "scope:dimona:declaration:consult"
      When the connector declares a worker's entry into service
      Then the call is refused: 403 missingScope

    @guessed
    Scenario: A mandate that is missing, or over
      Given an employer "Boulangerie du Parc"
      And a service provider "Paie Service" connected over REST for "Dimona"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission

    @guessed
    Scenario: The company in the declaration is not the one of the certificate
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And an employer "Garage du Canal"
      When the connector of "Boulangerie du Parc" declares a worker's entry into service for "Garage du Canal"
      Then the call is refused: 403 missingPermission

    @guessed
    Scenario: An "Accept" that takes JSON alone, where a declaration has no answer in JSON
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And the connector accepts "application/json" alone
      When the connector declares a worker's entry into service
      Then the call is refused: 406

    @guessed
    Scenario: A declaration that is taken without its place is not taken for a success
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And Dimona answers the next declaration without its place
      When the connector declares a worker's entry into service
      Then the connector does not know what became of it
