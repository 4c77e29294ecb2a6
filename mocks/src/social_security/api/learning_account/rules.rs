//! The rules of the Federal Learning Account.

raccord_kernel::rules! {
    FLA_01 = "SS-FLA-01": "a training is registered by `POST /registrations`, answered 201 with its place, where it is read at once", "SS-FLA-MANUAL §5.2 (the Swagger is not public: the resource, its members and its answers are guesses)", Guessed;
    FLA_02 = "SS-FLA-02": "the scope of the employer or that of the mandatary opens the API", "SS-FLA-MANUAL §5.1", Read;
    FLA_03 = "SS-FLA-03": "with the scope of the employer an enterprise registers for itself only", "SS-FLA-MANUAL §2.1, §5.1", Read;
    FLA_04 = "SS-FLA-04": "with the scope of the mandatary an enterprise registers for those whose active mandate it has, and for itself", "SS-FLA-MANUAL §2.2.2, §2.3 (example 6: one account for the whole group; that it holds for itself is inferred)", Guessed;
    FLA_05 = "SS-FLA-05": "once abolished it takes no registration (403 `missingPermission`), and shows none after 2026 (404)", "FLA-ABOLITION (law of 14 January 2026; the statuses are guessed)", Guessed;
    FLA_06 = "SS-FLA-06": "a registration that is not known is answered 404", "BELGIF-REST-GUIDE resourceNotFound", Read;
}
