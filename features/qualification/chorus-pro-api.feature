@chorus-pro @api @piste @qualification @guessed
Feature: Qualifying a connection over the API, through PISTE
  The identifiers of the SANDBOX application give a token, the technical account
  says whose invoices they are, and the detailed report says what became of them.

  Background:
    Given a supplier connected to Chorus Pro through PISTE

  Scenario: A flow is deposited, and its report comes in the end
    Given the manager has deposited an invoice on the portal by hand
    And the connector holds a token
    When the connector deposits a flow over the API
    Then the deposit is taken
    And the detailed report says IN_INTEGRE in the end
    And the invoices of the deposit can be found
