@chorus-pro @api @piste
Feature: What PISTE and the API refuse, in the order in which they look
  Each cause has its own answer, and most integrators meet them all on one day.

  Background:
    Given a supplier connected to Chorus Pro through PISTE

  @PISTE-TOKEN-02
  Rule: Without the right identifiers there is no token

    Scenario: A wrong client secret
      Given the connector's client secret is wrong
      When the connector tries to deposit a flow over the API
      Then no token is given: 400 invalid_client
      And PISTE-TOKEN-02 refused it

    Scenario: The identifiers of the sandbox, on the production host
      Given the connector's settings still say qualification's identifiers for production
      When the connector tries to deposit a flow over the API
      Then no token is given: 400 invalid_client
      And PISTE-TOKEN-02 refused it

  @guessed
  Rule: PISTE has bad moments, and the next try is answered

    Scenario: PISTE has a bad moment, and the connector tries again
      Given PISTE answers the next 1 token request with 503
      When the connector tries to deposit a flow over the API
      And the connector tries to deposit a flow over the API
      Then the deposit is taken

    Scenario: PISTE answers 200 and gives no token, and the connector tries again
      Given PISTE answers the next token request with an empty token
      When the connector tries to deposit a flow over the API
      Then no token is given, although PISTE answers 200
      When the connector tries to deposit a flow over the API
      Then the deposit is taken
      And the connector asked for 2 tokens in all

  Rule: A disabled application gets in nowhere

    @PISTE-TOKEN-08
    Scenario: It gets no token
      Given its application was disabled on PISTE
      When the connector tries to deposit a flow over the API
      Then no token is given: 400 invalid_client
      And PISTE-TOKEN-08 refused it

    @PISTE-GATEWAY-05 @PISTE-TOKEN-08
    Scenario: The token that it had is refused, and it gets no other
      Given the connector holds a token
      And its application was disabled on PISTE
      When the connector tries to deposit a flow over the API
      Then PISTE-GATEWAY-05 refused it
      And no token is given: 400 invalid_client
      And PISTE-TOKEN-08 refused it

  Rule: An application calls the APIs that it has selected and whose terms it accepted, and no others

    @PISTE-GATEWAY-07
    Scenario: The API was not selected
      Given its application is not subscribed to "AIFE - Chorus Pro - Factures"
      When the connector tries to deposit a flow over the API
      Then the call is answered 403 without a body
      And PISTE-GATEWAY-07 refused it

    @PISTE-GATEWAY-08
    Scenario: The API was selected, and its terms of use were not accepted
      Given the terms of use of "AIFE - Chorus Pro - Factures" were not accepted for its application
      When the connector tries to deposit a flow over the API
      Then the call is answered 403 without a body
      And PISTE-GATEWAY-08 refused it

  @CPP-API-01
  Rule: Chorus Pro must know the application too

    Scenario: The application was not declared on the Chorus Pro portal
      Given its application was not declared on the Chorus Pro portal
      When the connector tries to deposit a flow over the API
      Then the call is answered 403 without a body
      And CPP-API-01 refused it

  Rule: The technical account counts beside the token

    @CPP-API-02
    Scenario: A wrong technical account
      Given the connector's technical account has a wrong password
      When the connector tries to deposit a flow over the API
      Then the call is answered 401, "login or password incorrects"
      And CPP-API-02 refused it

    Scenario Outline: A technical account created <age> ago is refused
      Given its technical account was created <age> ago
      When the connector tries to deposit a flow over the API
      Then the call is answered 401, "login or password incorrects"
      And <rule> refused it

      @CPP-API-03
      Examples: it can be used half an hour after its creation
        | age          | rule       |
        | 1799 seconds | CPP-API-03 |

      @CPP-API-04
      Examples: its password expires after 424 days
        | age      | rule       |
        | 424 days | CPP-API-04 |

    @guessed
    Scenario Outline: A technical account created <age> ago is let in
      Given its technical account was created <age> ago
      When the connector tries to deposit a flow over the API
      Then the deposit is taken

      @CPP-API-03
      Examples: it can be used half an hour after its creation
        | age        |
        | 30 minutes |

      @CPP-API-04
      Examples: its password expires after 424 days
        | age      |
        | 423 days |
