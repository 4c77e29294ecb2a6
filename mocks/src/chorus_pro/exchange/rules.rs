//! The rules of flows and of receivability.
//!
//! The `CPP-EDI` rules are those of the exchange system as the specifications of its
//! business-to-business perimeter give them; that Chorus Pro's own EDI applies them in this order
//! is deduced.

raccord_kernel::rules! {
    FLOW_01 = "CPP-FLOW-01": "a flow deposited over the API is numbered by 25 characters: an application code, the four digits of its interface code, and a sequence of 15 digits", "PPF-SPECIFICATIONS page 32 (and samples of INVOICERR and PASTELL)", Guessed;
    FLOW_02 = "CPP-FLOW-02": "a flow deposited over the API first waits for the exchange system (IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP)", "INVOICERR (live specification)", Seen;
    FLOW_03 = "CPP-FLOW-03": "a flow reaches its final state within minutes, by way of IN_RECU, IN_TRAITE_SE_CPP and IN_EN_COURS_TRAITEMENT_CPP", "INVOICERR (live specification) and DEMAT4DOLIBARR", Guessed;
    FLOW_04 = "CPP-FLOW-04": "a flow none of whose invoices is in error ends as IN_INTEGRE, a rejected one as IN_REJETE", "DEMAT4DOLIBARR", Read;
    FLOW_05 = "CPP-FLOW-05": "a flow with an invoice in error is integrated in part (IN_INTEGRE_PARTIEL) where its subscription says Partiel or it came over the API, else rejected", "CPP-CERTIFICATES (type d'intégration of an interface code) and OCA-CHORUS", Guessed;
    FLOW_06 = "CPP-FLOW-06": "an invoice is known by the name of its file without the extension, since its content is not read", "CPP-COMMUNITY", Guessed;
    FLOW_07 = "CPP-FLOW-07": "a flow that came over EDI has one integration report, under its interface code with F replaced by C, the recipient's application code and its own number", "PPF-SPECIFICATIONS pages 32 to 33 (that the number is the flow's is deduced)", Guessed;
    FLOW_08 = "CPP-FLOW-08": "what was dropped and is not receivable is reported in pick-up, under the number IRR and a sequence of 16 digits; the upload itself succeeds", "PPF-SPECIFICATIONS pages 29 to 31 (they name the codes, not the way back)", Guessed;
    FLOW_09 = "CPP-FLOW-09": "a file in pick-up can be fetched once", "PPF-SPECIFICATIONS pages 22 to 26", Read;
    FLOW_10 = "CPP-FLOW-10": "a file that was not fetched within 7 days is purged", "PPF-SPECIFICATIONS pages 22 to 26", Read;
    FLOW_11 = "CPP-FLOW-11": "a flow that came over EDI is numbered by the flow identifier of its envelope, and is received at once (IN_RECU)", "PPF-SPECIFICATIONS pages 32 to 33 and PASTELL (nomFichier)", Guessed;
    EDI_01 = "CPP-EDI-01": "the sender's connection exists and is valid, and the envelope bears its application code (IRR_CODE_APP)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_02 = "CPP-EDI-02": "the connection is subscribed to the envelope's interface code (IRR_CODE_INTER)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_03 = "CPP-EDI-03": "the flow is not empty (IRR_VIDE)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_04 = "CPP-EDI-04": "the extension of the flow is tar.gz or xml (IRR_EXT_DOC)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_05 = "CPP-EDI-05": "the flow weighs 1 Go at most (IRR_TAILLE)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_06 = "CPP-EDI-06": "the flow is named <interface code, 8>_<application code, 6>_<flow identifier, 25>, where the identifier is the application code and 19 digits or capitals (IRR_FORM)", "PPF-SPECIFICATIONS pages 32 to 33", Read;
    EDI_07 = "CPP-EDI-07": "no flow of that identifier was received before (IRR_UNCITE)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_08 = "CPP-EDI-08": "the archive can be read, holds a file, and does not unpack beyond measure (IRR_EXTRAC)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_09 = "CPP-EDI-09": "no file of the flow is empty (IRR_VIDE_F)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_10 = "CPP-EDI-10": "no file of the flow weighs more than 120 Mo (IRR_TAILLE_F)", "PPF-SPECIFICATIONS pages 29 to 31", Read;
    EDI_11 = "CPP-EDI-11": "each file of an archive has a plain relative name (IRR_NOM_F)", "PPF-SPECIFICATIONS pages 29 to 31 (they name the code; what a good name is is deduced)", Guessed;
    EDI_12 = "CPP-EDI-12": "each entry of an archive is a file, by its extension xml or pdf (IRR_TYPE_F)", "PPF-SPECIFICATIONS pages 29 to 31 (they name the code; the types are those of OCA-CHORUS)", Guessed;
    EDI_13 = "CPP-EDI-13": "each XML file is well formed, without a document type (IRR_SYNTAX)", "PPF-SPECIFICATIONS pages 29 to 31 (without the schemas, only well-formedness is judged)", Guessed;
}
