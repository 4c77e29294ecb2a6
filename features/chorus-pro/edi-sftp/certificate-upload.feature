@chorus-pro @edi-sftp @renewal
Feature: What the portal takes as a certificate, and what it refuses
  The portal wants the public certificate of a service, of the right kind and
  level, as PKCS#7 with its whole chain. Anything else is refused by a rule, and
  the certificate in place goes on working.

  Background:
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"
    And its certificate expires in 20 days

  Scenario Outline: Taken: <file>
    When the manager uploads <file>
    Then the upload is accepted
    And the sheet shows the update as pending

    Examples:
      | file                                                      |
      | a new certificate, as PKCS#7 with its whole chain         |
      | a new certificate, as PKCS#7 in PEM with its whole chain  |

    @CPP-CERT-15
    Examples: in qualification only
      | file               |
      | a test certificate |

  @guessed
  Rule: The file is a PKCS#7 with the whole chain, and without a private key

    Scenario Outline: Refused: <file>
      When the manager uploads <file>
      Then the upload is refused by <rule>
      And the old certificate still opens a session

      @CPP-CERT-01
      Examples:
        | file                           | rule        |
        | a PKCS#12 with its private key | CPP-CERT-01 |
        | a private key                  | CPP-CERT-01 |
        | a certificate alone, as .cer   | CPP-CERT-01 |

      @CPP-CERT-06
      Examples:
        | file                                   | rule        |
        | a PKCS#7 without the issuing authority | CPP-CERT-06 |

  @guessed
  Rule: The certificate is an SSL client certificate of a service, at level RGS* at least

    Scenario Outline: Refused: <file>
      When the manager uploads <file>
      Then the upload is refused by <rule>
      And the old certificate still opens a session

      @CPP-CERT-02
      Examples:
        | file                                     | rule        |
        | a certificate for both client and server | CPP-CERT-02 |

      @CPP-CERT-03
      Examples:
        | file                            | rule        |
        | a server certificate            | CPP-CERT-03 |
        | a certificate for the other usage | CPP-CERT-03 |

      @CPP-CERT-04
      Examples:
        | file                                   | rule        |
        | a certificate with the wrong key usage | CPP-CERT-04 |

      @CPP-CERT-05
      Examples:
        | file                         | rule        |
        | a certificate without a policy | CPP-CERT-05 |

      @CPP-CERT-12
      Examples:
        | file                                | rule        |
        | a certificate whose key is too small | CPP-CERT-12 |

      @CPP-CERT-17
      Examples:
        | file                      | rule        |
        | a self-signed certificate | CPP-CERT-17 |

  @guessed
  Rule: The certificate is valid now, and not for longer than three years

    Scenario Outline: Refused: <file>
      When the manager uploads <file>
      Then the upload is refused by <rule>
      And the old certificate still opens a session

      @CPP-CERT-09
      Examples:
        | file                                | rule        |
        | a certificate that is not valid yet | CPP-CERT-09 |

      @CPP-CERT-10
      Examples:
        | file                   | rule        |
        | an expired certificate | CPP-CERT-10 |

      @CPP-CERT-14
      Examples:
        | file                               | rule        |
        | a certificate that lasts four years | CPP-CERT-14 |

  @guessed
  Rule: A renewal brings another certificate and another key

    Scenario Outline: Refused: <file>
      When the manager uploads <file>
      Then the upload is refused by <rule>
      And the old certificate still opens a session

      @CPP-CERT-23
      Examples:
        | file                       | rule        |
        | the same certificate again | CPP-CERT-23 |

      @CPP-CERT-24
      Examples:
        | file                                | rule        |
        | a certificate for the old one's key | CPP-CERT-24 |

  @CPP-SHEET-07 @guessed
  Rule: A second upload takes the place of the one that waits

    Scenario: The wrong certificate was uploaded, and the right one follows
      When the manager uploads a new certificate, as PKCS#7 with its whole chain
      And the manager uploads a new certificate, as PKCS#7 in PEM with its whole chain
      Then the sheet shows the update as pending
      When the update has been taken into account
      And the connector switches to the new certificate
      Then the connector is on the new certificate
      And the old certificate no longer opens a session
