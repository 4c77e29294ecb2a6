@social-security @dimona
Feature: Declaring over REST
  A declaration is taken at once and processed a little later; what became of it is asked for until
  it is there.

  Background:
    Given an employer "Boulangerie du Parc" connected over REST for "Dimona"

  @SS-DIMONA-01
  Rule: Taken first, processed later

    @guessed
    Scenario: Not there at once is no failure
      When the connector declares a worker's entry into service
      Then the call is taken
      And the declaration is not processed yet
      And the declaration ends with "A"

    @guessed
    Scenario Outline: What became of it: <how>
      Given the next declaration will be <how>
      When the connector declares a worker's entry into service
      Then the declaration ends with "<result>"

      Examples:
        | how                                 | result |
        | accepted with warnings              | W      |
        | refused                             | B      |
        | held until the worker is identified | S      |

  Rule: A token does not live for ever

    @guessed
    Scenario: A token that is over in the middle of the work is replaced
      When the connector declares a worker's entry into service
      And 11 minutes pass
      And the connector declares a worker's entry into service
      Then the call is taken
      And the connector asked the token server 2 times in all

    @guessed
    Scenario: A token that the API knows no more is replaced, once
      When the connector declares a worker's entry into service
      And the APIs of social security answer the next 1 call with 401
      And the connector declares a worker's entry into service
      Then the call is taken
      And the connector asked the token server 2 times in all
