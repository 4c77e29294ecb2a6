//! The rules of Dimona, version 2.

raccord_kernel::rules! {
    DIMONA_01 = "SS-DIMONA-01": "a declaration that is taken is answered 201, with its place in `Location` and no body", "LARAVEL-DIMONA DimonaApiClient; ODOO-DIMONA (its tests)", Seen;
    DIMONA_02 = "SS-DIMONA-02": "a declaration that is not processed yet, or not known, is answered 404", "ODOO-DIMONA action_check_dimona; LARAVEL-DIMONA DimonaApiClient", Seen;
    DIMONA_03 = "SS-DIMONA-03": "a declaration is processed some seconds after it was taken", "LARAVEL-DIMONA DimonaDeclarationIsNotYetProcessed (the polling rule of integrators says within 2 s and 20 min; 3 s are a guess)", Guessed;
    DIMONA_04 = "SS-DIMONA-04": "a declaration that was processed is shown with its result: A, W, B or S, its period and its anomalies", "ODOO-DIMONA action_check_dimona; LARAVEL-DIMONA UpdateDimonaDeclarationState", Seen;
    DIMONA_05 = "SS-DIMONA-05": "declaring takes the scope of the declarant, consulting that of consultation", "LARAVEL-DIMONA DimonaApiClient; ODOO-DIMONA (which scope opens what is inferred from their names)", Guessed;
    DIMONA_06 = "SS-DIMONA-06": "nobody asks for a result before 2 s, more often than every second up to 30 s, or than every 60 s after", "DIMONA-POLLING (two integrators quote it; what the portal does with others is in no source)", Guessed;
    DIMONA_07 = "SS-DIMONA-07": "a body has the employer, the worker and exactly one action; an entry has its first day, its worker type and its joint committee", "LARAVEL-DIMONA DimonaPayloadBuilder; ODOO-DIMONA hr.contract (what may be left out is inferred)", Guessed;
    DIMONA_08 = "SS-DIMONA-08": "a period that is accepted keeps its number; ends, updates and cancellations name it", "LARAVEL-DIMONA DimonaPayloadBuilder; ODOO-DIMONA hr.contract", Seen;
    DIMONA_09 = "SS-DIMONA-09": "a period that is not known, or another employer's, is answered 400 `referencedResourceNotFound`", "BELGIF-REST-GUIDE referencedResourceNotFound", Guessed;
    DIMONA_10 = "SS-DIMONA-10": "what is declared of a period that is cancelled already is refused with anomaly 00913-355", "LARAVEL-DIMONA DimonaAnomalies", Seen;
    DIMONA_11 = "SS-DIMONA-11": "a period does not end before it begins", "BELGIF-REST-GUIDE invalidInput", Guessed;
}
