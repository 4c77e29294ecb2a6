@social-security @oauth
Feature: Asking social security for a token
  A program shows who it is by an assertion that it signs with the key of a certificate; ChaMan has
  the certificate. There are no secrets, and the token server says little of why it refuses.

  Background:
    Given an employer "Boulangerie du Parc" connected over REST for "Dimona"

  @guessed
  Scenario: A good assertion gets a token for all that the account may
    When the connector asks for a token
    Then a token is granted
    And the token is good for "scope:dimona:declaration:consult scope:dimona:declaration:declarant"

  @guessed
  Scenario: A program may ask for less than the account may
    Given the connector's settings ask for the scope "scope:dimona:declaration:consult"
    When the connector asks for a token
    Then the token is good for "scope:dimona:declaration:consult"
    When the connector declares a worker's entry into service
    Then the call is refused: 403 missingScope

  Rule: Whatever is wrong with a request or its assertion, there is no token

    Scenario Outline: The request: <what>
      When the connector asks for a token with <what>
      Then the token server refuses: <status> <error>
      And <rule> refused it

      Examples: As the standards say
        | what                         | status | error                  | rule        |
        | another grant                | 400    | unsupported_grant_type | SS-OAUTH-05 |
        | no grant                     | 400    | invalid_request        | SS-OAUTH-06 |
        | two assertions               | 400    | invalid_request        | SS-OAUTH-07 |
        | credentials by HTTP Basic    | 401    | invalid_client         | SS-OAUTH-10 |
        | a client secret              | 400    | invalid_client         | SS-OAUTH-11 |

      @guessed
      Examples: As it is practice elsewhere
        | what                           | status | error           | rule        |
        | no assertion                   | 400    | invalid_request | SS-OAUTH-08 |
        | another type of assertion      | 400    | invalid_request | SS-OAUTH-08 |
        | an assertion that is cut short | 400    | invalid_request | SS-OAUTH-09 |
        | a scope that was not granted   | 400    | invalid_scope   | SS-OAUTH-29 |

    Scenario Outline: Who it says it is: <what>
      When the connector asks for a token with <what>
      Then the token server refuses: 400 invalid_client
      And <rule> refused it

      Examples: As the standards say
        | what                                                  | rule        |
        | an assertion about another client                     | SS-OAUTH-13 |
        | an assertion that says not who it is from             | SS-OAUTH-13 |
        | an assertion of a client that nobody knows            | SS-OAUTH-14 |
        | another client id beside the assertion                | SS-OAUTH-15 |
        | an assertion signed with a key that is not registered | SS-OAUTH-16 |
        | an assertion that was altered after it was signed     | SS-OAUTH-16 |

      @guessed
      Examples: Where no source speaks of other algorithms
        | what                                                | rule        |
        | an assertion without a signature                    | SS-OAUTH-12 |
        | an assertion signed with the public key as a secret | SS-OAUTH-12 |
        | an assertion signed with PS256                      | SS-OAUTH-12 |

    Scenario Outline: For whom, and until when: <what>
      When the connector asks for a token with <what>
      Then the token server refuses: 400 invalid_client
      And <rule> refused it

      Examples: As the manual and the standards say
        | what                                       | rule        |
        | an assertion for the issuer                | SS-OAUTH-21 |
        | an assertion for version 3                 | SS-OAUTH-21 |
        | an assertion for two audiences             | SS-OAUTH-21 |
        | an assertion for nobody                    | SS-OAUTH-21 |
        | an assertion that never expires            | SS-OAUTH-23 |
        | an assertion that expired two minutes ago  | SS-OAUTH-23 |
        | an assertion that is good from tomorrow on | SS-OAUTH-24 |

      @guessed
      Examples: What a server may refuse
        | what                                 | rule        |
        | an assertion that was issued tomorrow | SS-OAUTH-25 |

  Rule: Where nobody knows how strict the token server is, both ways can be rehearsed

    @SS-OAUTH-21
    Scenario Outline: The audience, where the server takes <takes>: <what>
      Given the token server takes <takes> as the audience
      When the connector asks for a token with <what>
      Then <answer>

      @guessed
      Examples: Taken
        | takes          | what                           | answer             |
        | either of them | an assertion for the issuer    | a token is granted |
        | either of them | an assertion for two audiences | a token is granted |
        | the issuer     | an assertion for the issuer    | a token is granted |

      Examples: Refused
        | takes      | what                           | answer                                       |
        | the issuer | an assertion for two audiences | the token server refuses: 400 invalid_client |

    @SS-OAUTH-27
    Scenario: A life of days, meant as minutes, is refused where there is a longest life
      Given the connector's assertions live for 10 days
      When the connector asks for a token
      Then a token is granted
      Given the token server takes no assertion that lives for more than 5 minutes
      When the connector asks for a token
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-27 refused it

    @SS-OAUTH-28
    Scenario: The same assertion twice is refused where the server remembers
      When the connector asks for a token with the same assertion twice
      Then a token is granted
      Given the token server refuses an assertion that it saw before
      When the connector asks for a token with the same assertion twice
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-28 refused it

    @SS-OAUTH-28 @guessed
    Scenario: One identifier in every assertion is refused from the second on, where the server remembers
      Given the token server refuses an assertion that it saw before
      When the connector asks for a token with an assertion whose identifier never changes
      Then a token is granted
      When 2 minutes pass
      And the connector asks for a token with an assertion whose identifier never changes
      Then the token server refuses: 400 invalid_client
      And SS-OAUTH-28 refused it

    @SS-OAUTH-29
    Scenario: A scope that was not granted is left out, and the API refuses the call
      Given the token server grants what it may, where more is asked for
      And the connector's settings ask for the scope "scope:dimona:declaration:consult scope:demo:consult"
      When the connector asks for a token
      Then the token is good for "scope:dimona:declaration:consult"
      When the connector declares a worker's entry into service
      Then the call is refused: 403 missingScope
