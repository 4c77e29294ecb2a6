@chorus-pro @edi-sftp @guessed
Feature: What Chorus Pro does not even receive
  An upload succeeds on the wire whatever is in it. What cannot be received is
  reported afterwards, with its code, and no flow comes of it.

  Background:
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"

  Rule: The envelope says who sends what

    Scenario Outline: <code> for <file>
      When the connector sends a flow named "<file>"
      Then the flow is reported as not receivable: <code>

      @CPP-EDI-01
      Examples: another connection's code
        | file                                            | code         |
        | FSO1100A_VFE099_VFE0991100000000000000001.xml   | IRR_CODE_APP |

      @CPP-EDI-02
      Examples: an interface that the sheet does not subscribe to
        | file                                            | code           |
        | FSO1113A_VFE012_VFE0121113000000000000001.xml   | IRR_CODE_INTER |

      @CPP-EDI-04
      Examples: neither tar.gz nor xml
        | file                                            | code        |
        | FSO1100A_VFE012_VFE0121100000000000000001.zip   | IRR_EXT_DOC |

      @CPP-EDI-06
      Examples: not named as an envelope
        | file                                            | code     |
        | facture.xml                                     | IRR_FORM |
        | FSO1100A_VFE012_VFE01211000000000000001.xml     | IRR_FORM |
        | FSO1100A_VFE012_vfe0121100000000000000001.xml   | IRR_FORM |

  Rule: What is in it can be read

    Scenario Outline: <code> for a flow <what>
      When the connector sends a flow <what>
      Then the flow is reported as not receivable: <code>

      @CPP-EDI-03
      Examples:
        | what          | code     |
        | that is empty | IRR_VIDE |

      @CPP-EDI-08
      Examples:
        | what                      | code       |
        | that is a damaged archive | IRR_EXTRAC |

      @CPP-EDI-13
      Examples:
        | what                         | code       |
        | whose XML is broken          | IRR_SYNTAX |
        | that declares a document type | IRR_SYNTAX |

  @CPP-EDI-07
  Rule: A flow is received once

    Scenario: The same flow sent again
      When the connector sends an FSO1100A flow
      Then the flow is integrated
      When the connector sends the same flow again
      Then the flow is reported as not receivable: IRR_UNCITE
