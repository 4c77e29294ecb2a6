//! The rules of ChaMan.

raccord_kernel::rules! {
    CHAMAN_01 = "SS-CHAMAN-01": "ChaMan is open to access managers, and to whoever was given \"Gestion des canaux techniques\" in the quality; others read \"accès interdit\"", "SS-FLA-MANUAL §4.3, §4.4 step 5; SS-CHAMAN-FAQ", Read;
    CHAMAN_02 = "SS-CHAMAN-02": "the first visit in a quality makes a sender before anything else", "SS-CHAMAN-FAQ", Read;
    CHAMAN_03 = "SS-CHAMAN-03": "a sender has one technical contact, who has a name, a first name, a telephone and an address", "SS-CHAMAN-FAQ (which fields there are is a guess)", Guessed;
    CHAMAN_04 = "SS-CHAMAN-04": "a new account has a type, REST or SOAP, and a name", "SS-FLA-MANUAL §4.4 steps 6, 7", Read;
    CHAMAN_05 = "SS-CHAMAN-05": "a certificate is uploaded as a file, with a name", "SS-FLA-MANUAL §4.4 step 7", Read;
    CHAMAN_06 = "SS-CHAMAN-06": "an account has any of the permissions that the page lists, and no others", "SS-FLA-MANUAL §4.5 step 7", Read;
    CHAMAN_07 = "SS-CHAMAN-07": "a REST account gets a client id, a SOAP account none", "SS-FLA-MANUAL §4.4 step 8", Read;
    CHAMAN_08 = "SS-CHAMAN-08": "a new client id is `self_service_chaman_`, the sender's number, and ten letters or digits; older ones are `self_service_expeditor_` and a number", "EBOX-ONBOARDING, screens of ChaMan; SS-FLA-MANUAL §4.4", Seen;
    CHAMAN_09 = "SS-CHAMAN-09": "an account takes any number of certificates", "SS-FLA-MANUAL §4.5 step 5 (\"Ajouter un certificat\"; no number is said)", Guessed;
    CHAMAN_10 = "SS-CHAMAN-10": "the last certificate of an account cannot be removed", "SS-FLA-MANUAL §4.4 (an account is made with one; on removal it is silent)", Guessed;
    CHAMAN_11 = "SS-CHAMAN-11": "the token server knows a certificate as soon as it is registered", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CHAMAN_12 = "SS-CHAMAN-12": "the token server forgets a certificate as soon as it is removed", "SS-FLA-MANUAL §4.5 (silent)", Guessed;
    CHAMAN_13 = "SS-CHAMAN-13": "permissions are changed without another certificate", "SS-FLA-MANUAL §4.5", Read;
    CHAMAN_14 = "SS-CHAMAN-14": "the client id of an account that is removed is known no more, and is never given again", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CHAMAN_15 = "SS-CHAMAN-15": "an account is reached by the enterprise that has it, in the quality in which it was made", "SS-FLA-MANUAL §4.4 step 4 (that others read \"not found\" is a guess)", Guessed;
    CHAMAN_16 = "SS-CHAMAN-16": "each quality of an enterprise has a sender's number of its own, of three to six digits", "SS-BATCH-SFTP; EBOX-ONBOARDING", Read;
}
