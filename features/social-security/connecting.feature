@social-security @chaman @mahis
Feature: Connecting to the REST channel of social security
  An employer declares for itself, or lets a mandatary declare for it. Either has an account of its
  own in ChaMan; an employer who lets others declare needs none.

  Rule: An employer declares with an account of its own

    @guessed
    Scenario: From nothing to the first declaration
      Given an employer "Boulangerie du Parc"
      When the manager of "Boulangerie du Parc" adds a REST account "Canal" for "Dimona" with a new certificate
      Then the portal takes it
      And the account shows a client id like "self_service_chaman_"
      When the connector declares a worker's entry into service
      Then the call is taken
      And the declaration ends with "A"

    @guessed
    Scenario: An account of the older shape works as well
      Given ChaMan gives client ids of the older shape
      And an employer "Boulangerie du Parc"
      When the manager of "Boulangerie du Parc" adds a REST account "Canal" for "Dimona" with a new certificate
      Then the account shows a client id like "self_service_expeditor_"
      When the connector asks for a token
      Then a token is granted

    @guessed
    Scenario: Example 1, on the left: an account for each flow
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And "Boulangerie du Parc" has another REST account "FLA" for "Federal Learning Account", with a certificate of its own
      When the connector of "Boulangerie du Parc" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "FLA" registers a training for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "FLA" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is refused: 403 missingScope

    @guessed
    Scenario: Example 1, on the right: one account for all flows
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona and Federal Learning Account"
      When the connector declares a worker's entry into service
      Then the call is taken
      When the connector registers a training
      Then the call is taken
      And the connector asked the token server 1 time in all

    @SS-CHAMAN-13 @guessed
    Scenario: An account that is there is used for another flow, without another certificate
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the connector registers a training
      Then the call is refused: 403 missingScope
      When the manager gives the account the permissions for "Federal Learning Account" too
      Then the portal takes it
      And the account has 1 certificate
      When the connector asks for a token
      And the connector registers a training
      Then the call is taken

  Rule: A mandatary declares with its own account for all who mandated it

    @guessed
    Scenario Outline: <who> connects with the scope of mandataries
      Given <who> "Paie Service" connected over REST for "Federal Learning Account"
      When the connector asks for a token
      Then the token is good for "scope:sigedis:gestion:careerpro-federal-learning-account:provider"

      Examples:
        | who                  |
        | a service provider   |
        | a social secretariat |

    @guessed
    Scenario: Example 2: one mandatary for everything
      Given an employer "Boulangerie du Parc"
      And a service provider "Paie Service" connected over REST for "Dimona and Federal Learning Account"
      And "Boulangerie du Parc" has mandated "Paie Service" for "Dimona"
      And "Boulangerie du Parc" has mandated "Paie Service" for "Federal Learning Account"
      When the connector of "Paie Service" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
      And the declaration ends with "A"
      When the connector of "Paie Service" registers a training for "Boulangerie du Parc"
      Then the call is taken

    @guessed
    Scenario: Example 3: a mandatary for the Federal Learning Account, another for Dimona
      Given an employer "Boulangerie du Parc"
      And a service provider "Formation Service" connected over REST for "Federal Learning Account"
      And a social secretariat "Secrétariat de la Senne" connected over REST for "Dimona and Federal Learning Account"
      And "Boulangerie du Parc" has mandated "Formation Service" for "Federal Learning Account"
      And "Boulangerie du Parc" has mandated "Secrétariat de la Senne" for "Dimona"
      When the connector of "Formation Service" registers a training for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "Secrétariat de la Senne" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "Secrétariat de la Senne" registers a training for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission

    @guessed
    Scenario: Example 4: two employers declare Dimona themselves, and share a mandatary for the rest
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      And an employer "Garage du Canal" connected over REST for "Dimona"
      And a service provider "Formation Service" connected over REST for "Federal Learning Account"
      And "Boulangerie du Parc" has mandated "Formation Service" for "Federal Learning Account"
      And "Garage du Canal" has mandated "Formation Service" for "Federal Learning Account"
      When the connector of "Boulangerie du Parc" declares a worker's entry into service for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "Garage du Canal" declares a worker's entry into service for "Garage du Canal"
      Then the call is taken
      When the connector of "Formation Service" registers a training for "Boulangerie du Parc"
      Then the call is taken
      When the connector of "Formation Service" registers a training for "Garage du Canal"
      Then the call is taken
      And the connector asked the token server 1 time in all

  Rule: In a group of companies, each declares for itself or mandates one of them

    @guessed
    Scenario: Example 5: each company has an account and a certificate of its own
      Given an employer "Holding" connected over REST for "Federal Learning Account"
      And an employer "Filiale A" connected over REST for "Federal Learning Account"
      And an employer "Filiale B" connected over REST for "Federal Learning Account"
      When the connector of "Holding" registers a training for "Holding"
      Then the call is taken
      When the connector of "Filiale A" registers a training for "Filiale A"
      Then the call is taken
      When the connector of "Filiale B" registers a training for "Filiale A"
      Then the call is refused: 403 missingPermission

    @guessed
    Scenario: Example 6: one company declares for the group, in the quality that it had to make first
      Given an employer "Holding"
      And an employer "Filiale A"
      And an employer "Filiale B"
      When the manager of "Filiale A" opens ChaMan as "Prestataire de service"
      Then the portal does not take it, by SS-CSAM-06
      When the chief access manager of "Filiale A" makes the quality "Prestataire de service"
      Then the portal takes it
      When "Holding" proposes to mandate "Filiale A" for "Federal Learning Account" from 2026-T1
      And "Filiale A" validates the mandate, as "Prestataire de service"
      Then the mandate is shown as "actif"
      When "Filiale B" proposes to mandate "Filiale A" for "Federal Learning Account" from 2026-T1
      And "Filiale A" validates the mandate, as "Prestataire de service"
      Then the mandate is shown as "actif"
      When the manager of "Filiale A" adds, as "Prestataire de service", a REST account "Groupe" for "Dimona and Federal Learning Account" with a new certificate
      And the connector of "Groupe" registers a training for "Holding"
      Then the call is taken
      When the connector of "Groupe" registers a training for "Filiale B"
      Then the call is taken

  Rule: A software vendor is a mandatary, or nobody

    @guessed
    Scenario: A central software declares as a mandatary: without a mandate, nothing
      Given an employer "Boulangerie du Parc"
      And a service provider "Éditeur" connected over REST for "Federal Learning Account"
      When the connector of "Éditeur" registers a training for "Boulangerie du Parc"
      Then the call is refused: 403 missingPermission

    @guessed
    Scenario: A software at the employer's uses the employer's account
      Given an employer "Boulangerie du Parc" connected over REST for "Federal Learning Account"
      When the connector registers a training
      Then the call is taken
