@social-security @mahis
Feature: Mandates
  A mandate is good once both parties have validated it, from the first day of its first quarter on.
  Without one, the API refuses what a mandatary declares.

  Background:
    Given an employer "Boulangerie du Parc"
    And a service provider "Paie Service" connected over REST for "Dimona and Federal Learning Account"

  @SS-MAHIS-11
  Rule: Both parties validate

    @guessed
    Scenario: Proposed by the employer, validated by the mandatary, and known to the API
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2026-T1
      Then the mandate is shown as "en-attente"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission
      When "Paie Service" validates the mandate, as "Prestataire de service"
      Then the mandate is shown as "actif"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken

    @guessed
    Scenario: Refused by the mandatary
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2026-T1
      And "Paie Service" refuses the mandate, as "Prestataire de service"
      Then the mandate is shown as "refuse"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission

  @SS-MAHIS-10 @SS-MAHIS-15 @SS-MAHIS-16
  Rule: A mandate begins and ends with a quarter

    Scenario: From the next quarter on
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2026-T2
      And "Paie Service" validates the mandate, as "Prestataire de service"
      Then the mandate is shown as "en-attente"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission
      When 30 days pass
      And the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken

    Scenario: Until the end of the quarter
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2026-T1
      And "Paie Service" validates the mandate, as "Prestataire de service"
      And "Boulangerie du Parc" ends the mandate with 2026-T1
      And the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
      When 30 days pass
      And the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission

    Scenario: No mandate begins in a quarter that is over
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2025-T4
      Then the portal does not take it, by SS-MAHIS-10

  @SS-MAHIS-13
  Rule: For the Federal Learning Account, one mandatary at a time

    @guessed
    Scenario: A second mandatary is for after the first, never beside it
      Given a social secretariat "Secrétariat de la Senne" connected over REST for "Federal Learning Account"
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Federal Learning Account" from 2026-T1
      And "Paie Service" validates the mandate, as "Prestataire de service"
      And "Boulangerie du Parc" ends the mandate with 2026-T1
      And "Boulangerie du Parc" proposes to mandate "Secrétariat de la Senne" for "Federal Learning Account" from 2026-T1
      Then the portal does not take it, by SS-MAHIS-13
      When "Boulangerie du Parc" proposes to mandate "Secrétariat de la Senne" for "Federal Learning Account" from 2026-T2
      And "Secrétariat de la Senne" validates the mandate, as "Secrétariat social"
      And the connector of "Paie Service" registers a training for "Boulangerie du Parc"
      Then the call is taken
      When 30 days pass
      And the connector of "Paie Service" registers a training for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission
      When the connector of "Secrétariat de la Senne" registers a training for "Boulangerie du Parc"
      Then the call is taken

    @SS-MAHIS-18
    Scenario: Where the APIs learn of mandates at night, a new one waits
      Given the APIs know a mandate 12 hours after its validation
      When "Boulangerie du Parc" proposes to mandate "Paie Service" for "Dimona" from 2026-T1
      And "Paie Service" validates the mandate, as "Prestataire de service"
      And the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission
      When 12 hours pass
      And the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
