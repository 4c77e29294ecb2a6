//! The rules of the login, and of what all portals share.

raccord_kernel::rules! {
    CSAM_01 = "SS-CSAM-01": "an unknown person and a wrong proof are refused alike", "SS-FLA-MANUAL §4.4 step 3 (silent; a password stands for eID and itsme)", Guessed;
    CSAM_02 = "SS-CSAM-02": "every page but the login asks for a session", "SS-FLA-MANUAL §4.4 step 3", Read;
    CSAM_03 = "SS-CSAM-03": "a session that is not used for 30 minutes is over", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CSAM_04 = "SS-CSAM-04": "a form is taken only with the token of the session whose page it came from", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CSAM_05 = "SS-CSAM-05": "where the enterprise has several qualities, one is chosen before anything else", "SS-FLA-MANUAL §4.4 step 4", Read;
    CSAM_06 = "SS-CSAM-06": "only the enterprise's qualities can be chosen; one that is missing is made by the chief access manager", "SS-FLA-MANUAL §4.4 step 4", Read;
    CSAM_07 = "SS-CSAM-07": "a form is sent as its page sends it", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CSAM_08 = "SS-CSAM-08": "an uploaded file has 1 MiB at most", "SS-FLA-MANUAL §4.4 (silent)", Guessed;
    CSAM_09 = "SS-CSAM-09": "one login serves all portals of a world", "SS-FLA-MANUAL §4.4, §6.1 (both portals are entered from www.socialsecurity.be)", Guessed;
}
