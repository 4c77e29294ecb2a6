@chorus-pro @edi-sftp
Feature: Finding the sheet to renew
  "Rechercher fiche EDI" opens with a date in "Période de raccordement" that
  hides every sheet which began before. It has to be cleared.

  @CPP-SHEET-12
  Scenario: The sheet is not found because of the period, and found once it is cleared
    Given a supplier connected to Chorus Pro over EDI SFTP as "VFE012"
    And its certificate expires in 20 days
    When the manager looks for the sheet with the period as it is pre-filled
    Then the sheet is not found
    When the manager looks for the sheet with the period cleared
    Then the sheet is found
