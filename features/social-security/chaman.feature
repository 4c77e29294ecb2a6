@social-security @chaman
Feature: What ChaMan takes, and from whom
  ChaMan keeps the public part of certificates. Whatever else is uploaded by mistake is refused, and
  is not kept.

  @SS-CHAMAN-01
  Rule: The technical channels are for whoever was given them

    @guessed
    Scenario: A person without the role reads "accès interdit", until the local manager gives it
      Given an employer "Boulangerie du Parc"
      When a person of "Boulangerie du Parc" without any role opens ChaMan
      Then the portal does not take it, by SS-CHAMAN-01
      When the local manager gives that person of "Boulangerie du Parc" the technical channels
      Then the portal takes it
      When that person of "Boulangerie du Parc" opens ChaMan
      Then the portal takes it

    @guessed
    Scenario: A quality that is missing is made in "gestion des accès"
      Given an employer "Boulangerie du Parc"
      When the manager of "Boulangerie du Parc" opens ChaMan as "Secrétariat social"
      Then the portal does not take it, by SS-CSAM-06
      When the chief access manager of "Boulangerie du Parc" makes the quality "Secrétariat social"
      And the manager of "Boulangerie du Parc" opens ChaMan as "Secrétariat social"
      Then the portal takes it

  Rule: One public certificate, and nothing else

    @guessed
    Scenario Outline: Not taken: <file>
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the manager adds <file> to the account
      Then the portal does not take it, by <rule>
      And the account has 1 certificate
      And the old key still gets a token

      Examples:
        | file                                         | rule       |
        | a new certificate as PKCS#7                  | SS-CERT-01 |
        | a new certificate as PKCS#12                 | SS-CERT-01 |
        | a private key                                | SS-CERT-01 |
        | a new certificate beside its private key     | SS-CERT-01 |
        | a new certificate with a key of 1024 bits    | SS-CERT-04 |
        | the same certificate again                   | SS-CERT-12 |

    @guessed
    Scenario Outline: Taken: <file>
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the manager adds <file> to the account
      Then the portal takes it
      And the account has 2 certificates
      And the new key gets a token

      Examples:
        | file                                |
        | a new certificate                   |
        | a new certificate as PEM            |
        | a new certificate for the same key  |

    @SS-OAUTH-20
    Scenario: An expired certificate is taken, and gets no token
      Given an employer "Boulangerie du Parc" connected over REST for "Dimona"
      When the manager adds an expired certificate to the account
      Then the portal takes it
      And the new key gets no token
      And SS-OAUTH-20 refused it
