@chorus-pro @api @piste @guessed
Feature: Depositing a flow over the API, through PISTE
  No certificate is needed: an application's identifiers give a token for an
  hour, and a technical account says whose invoices they are.

  Background:
    Given a supplier connected to Chorus Pro through PISTE

  Scenario: A token, a deposit, and the report in the end
    When the connector deposits a flow over the API
    Then the deposit has the number of 25 characters that Chorus Pro gives
    And the detailed report says IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP
    And the detailed report says IN_INTEGRE in the end
    And the invoices of the deposit can be found

  @CPP-FLOW-04
  Scenario: A deposit is only transport: the rejection comes later, in the report
    Given Chorus Pro will reject the next flow, because "Le SIRET du fournisseur est inconnu"
    When the connector deposits a flow over the API
    Then the deposit is taken
    And the detailed report says IN_REJETE in the end, because "Le SIRET du fournisseur est inconnu"

  @CPP-FLOW-05
  Scenario: A flow integrated in part says which invoice was wrong
    Given Chorus Pro will integrate the next flow in part, because "Le numéro d'engagement est obligatoire"
    When the connector deposits a flow over the API
    Then the detailed report says IN_INTEGRE_PARTIEL in the end, because "Le numéro d'engagement est obligatoire"

  @PISTE-TOKEN-03 @PISTE-GATEWAY-04
  Rule: A token lives one hour

    Scenario Outline: After <elapsed> the connector has asked for <tokens> token(s)
      Given the connector holds a token
      When <elapsed> pass
      And the connector deposits a flow over the API
      Then the deposit is taken
      And the connector asked for <tokens> tokens in all

      Examples:
        | elapsed      | tokens |
        | 3599 seconds | 1      |
        | 3600 seconds | 2      |
