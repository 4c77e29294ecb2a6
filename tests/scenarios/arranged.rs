//! What a scenario arranges behind the doors never takes the place of what somebody made in a portal.

use super::rehearsed::Rehearsal;

const AFTER_THE_PORTALS: &str = r#"
Feature: a
  Scenario: an account
    Given an employer "Boulangerie"
    When the manager of "Boulangerie" adds a REST account "Canal" for "Dimona" with a new certificate
    Given "Boulangerie" has another REST account "FLA" for "Federal Learning Account", with a certificate of its own
    When the connector of "Canal" asks for a token
    Then a token is granted
    When the connector of "FLA" asks for a token
    Then a token is granted

  Scenario: a mandate
    Given an employer "Boulangerie"
    And a service provider "Paie" connected over REST for "Dimona and Federal Learning Account"
    When "Boulangerie" proposes to mandate "Paie" for "Dimona" from 2026-T1
    And "Paie" validates the mandate, as "Prestataire de service"
    Given "Boulangerie" has mandated "Paie" for "Federal Learning Account"
    When the connector of "Paie" declares a worker's entry into service for "Boulangerie"
    Then the call is taken
    When the connector of "Paie" registers a training for "Boulangerie"
    Then the call is taken
"#;

#[test]
fn an_account_and_a_mandate_stand_beside_those_of_the_portals() {
    Rehearsal { text: Some(AFTER_THE_PORTALS), ..Rehearsal::default() }.run().is_green(2);
}
