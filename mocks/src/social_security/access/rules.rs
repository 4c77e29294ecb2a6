//! The rules of "Gestion des accès".

raccord_kernel::rules! {
    ACCESS_01 = "SS-ACCESS-01": "everybody of an enterprise sees who its chief access manager and its local managers are, by quality", "SS-FLA-MANUAL §6.1", Read;
    ACCESS_02 = "SS-ACCESS-02": "a quality that is missing is made by the chief access manager alone", "SS-FLA-MANUAL §4.4, step 4", Read;
    ACCESS_03 = "SS-ACCESS-03": "a quality is one of those on the page, and made once", "SS-FLA-MANUAL §4.4, step 4 (silent)", Guessed;
    ACCESS_04 = "SS-ACCESS-04": "the quality \"Employeur ONSS\" is made for an enterprise that ONSS knows as an employer", "SS-FLA-MANUAL §4.1 and §4.2", Read;
    ACCESS_05 = "SS-ACCESS-05": "roles in a quality are given by its local manager, or by the chief access manager", "SS-FLA-MANUAL §4.3", Read;
    ACCESS_06 = "SS-ACCESS-06": "roles are given in a quality that the enterprise has, at least one, each one of those on the page", "SS-FLA-MANUAL §4.3 (silent)", Guessed;
    ACCESS_07 = "SS-ACCESS-07": "roles are given to a person of the same enterprise", "SS-FLA-MANUAL §4.3 (silent)", Guessed;
    ACCESS_08 = "SS-ACCESS-08": "a local manager is named by the chief access manager alone", "SS-FLA-MANUAL §4.3 (named when the enterprise registers; silent on later)", Guessed;
    ACCESS_09 = "SS-ACCESS-09": "a new quality or role takes effect at once, without a new login", "SS-FLA-MANUAL §4.3 (silent)", Guessed;
}
