//! The rules of Mahis.

raccord_kernel::rules! {
    MAHIS_01 = "SS-MAHIS-01": "mandates are seen by who has the role to manage or to consult them, by the local manager and by the chief access manager", "SS-MAHIS, who has access", Read;
    MAHIS_02 = "SS-MAHIS-02": "mandates are changed by who has the role to manage them, by the local manager and by the chief access manager", "SS-MAHIS, who has access", Read;
    MAHIS_03 = "SS-MAHIS-03": "a mandate is opened by its parties alone, each in a quality of its side: to others it does not exist", "SS-MAHIS (silent)", Guessed;
    MAHIS_04 = "SS-MAHIS-04": "as \"Employeur ONSS\" an enterprise is the principal of what it creates, in the other qualities the mandatary", "SS-FLA-MANUAL §2.2.1 (silent)", Guessed;
    MAHIS_05 = "SS-MAHIS-05": "both parties are enterprises that the register of enterprises identifies", "SS-MANDATE, conditions", Read;
    MAHIS_06 = "SS-MAHIS-06": "a mandatary has the quality \"Secrétariat social\" or \"Prestataire de service\", within a group of enterprises too", "SS-FLA-MANUAL §2.2 and §2.3", Read;
    MAHIS_07 = "SS-MAHIS-07": "a principal is an employer", "SS-FLA-MANUAL §2.2.1", Read;
    MAHIS_08 = "SS-MAHIS-08": "an enterprise does not mandate itself", "SS-MANDATE, conditions (silent)", Guessed;
    MAHIS_09 = "SS-MAHIS-09": "a mandate is for one group of applications", "SS-MANDATE, object", Read;
    MAHIS_10 = "SS-MAHIS-10": "a mandate begins with a quarter, the current one at the earliest, and ends with none or with one that does not come before", "SS-MANDATE, period (silent on the earliest)", Guessed;
    MAHIS_11 = "SS-MAHIS-11": "whoever creates a mandate validates it, and it is good once the other party has validated it too", "SS-MANDATE, how it is made", Read;
    MAHIS_12 = "SS-MAHIS-12": "a mandate is validated or refused once, while it waits, by the party that has not validated it", "SS-MAHIS (silent)", Guessed;
    MAHIS_13 = "SS-MAHIS-13": "an employer has one mandatary at a time for the Federal Learning Account; it may have several for Dimona, and others", "SS-FLA-MANUAL §2.2.1", Read;
    MAHIS_14 = "SS-MAHIS-14": "two mandates between the same parties for the same group share no quarter", "SS-MAHIS (silent)", Guessed;
    MAHIS_15 = "SS-MAHIS-15": "either party closes a mandate that both validated, with the end of a quarter: the current one or its first at the earliest, its present end at the latest", "SS-EMPLOYER-INSTRUCTIONS, mandate (a quarter's end; silent on the rest)", Guessed;
    MAHIS_16 = "SS-MAHIS-16": "a mandate that both validated waits for its first quarter, is active until the end of its last, and is closed from then on", "SS-MAHIS, dashboard (silent on the quarter to come)", Guessed;
    MAHIS_17 = "SS-MAHIS-17": "the dashboard counts by group of applications what is to be finalised, waits, was refused, is active and is closed", "SS-MAHIS, dashboard", Read;
    MAHIS_18 = "SS-MAHIS-18": "the APIs know at once that a mandate was validated or closed", "SS-MAHIS (silent)", Guessed;
    MAHIS_19 = "SS-MAHIS-19": "whoever has the mandate of the current quarter declares for past, present and future", "SS-EMPLOYER-INSTRUCTIONS, mandate", Read;
    MAHIS_20 = "SS-MAHIS-20": "\"À finaliser\" holds what waits for the visitor's own party, \"En attente\" what waits for the other, or for its quarter", "SS-MAHIS, dashboard (silent)", Guessed;
}
