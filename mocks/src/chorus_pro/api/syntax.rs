//! The syntaxes of a flow, and the interface code of each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// `syntaxeFlux`: what a flow is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Syntax {
    /// UBL.
    #[serde(rename = "IN_DP_E1_UBL_INVOICE")]
    E1UblInvoice,
    /// CII.
    #[serde(rename = "IN_DP_E1_CII")]
    E1Cii,
    /// CII 16B.
    #[serde(rename = "IN_DP_E1_CII_16B")]
    E1Cii16b,
    /// PES.
    #[serde(rename = "IN_DP_E1_PES_FACTURE")]
    E1PesFacture,
    /// xCBL.
    #[serde(rename = "IN_DP_E1_XCBL")]
    E1Xcbl,
    /// Minimal UBL, beside a PDF.
    #[serde(rename = "IN_DP_E2_UBL_INVOICE_MIN")]
    E2UblInvoiceMin,
    /// Minimal CII, beside a PDF.
    #[serde(rename = "IN_DP_E2_CII_MIN")]
    E2CiiMin,
    /// Minimal CII 16B, beside a PDF.
    #[serde(rename = "IN_DP_E2_CII_MIN_16B")]
    E2CiiMin16b,
    /// Minimal PES, beside a PDF.
    #[serde(rename = "IN_DP_E2_PES_FACTURE_MIN")]
    E2PesFactureMin,
    /// Chorus Pro's own minimal format, beside a PDF.
    #[serde(rename = "IN_DP_E2_CPP_FACTURE_MIN")]
    E2CppFactureMin,
    /// Factur-X.
    #[serde(rename = "IN_DP_E2_CII_FACTURX")]
    E2CiiFacturx,
    /// An archive of PDF, with UBL.
    #[serde(rename = "IN_DP_PDFARCHIVE_UBL_INVOICE_MUG")]
    PdfArchiveUblInvoiceMug,
    /// An archive of PDF, with CII.
    #[serde(rename = "IN_DP_PDFARCHIVE_CII_MUG")]
    PdfArchiveCiiMug,
}

impl Syntax {
    /// Its wire name.
    #[must_use]
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::E1UblInvoice => "IN_DP_E1_UBL_INVOICE",
            Self::E1Cii => "IN_DP_E1_CII",
            Self::E1Cii16b => "IN_DP_E1_CII_16B",
            Self::E1PesFacture => "IN_DP_E1_PES_FACTURE",
            Self::E1Xcbl => "IN_DP_E1_XCBL",
            Self::E2UblInvoiceMin => "IN_DP_E2_UBL_INVOICE_MIN",
            Self::E2CiiMin => "IN_DP_E2_CII_MIN",
            Self::E2CiiMin16b => "IN_DP_E2_CII_MIN_16B",
            Self::E2PesFactureMin => "IN_DP_E2_PES_FACTURE_MIN",
            Self::E2CppFactureMin => "IN_DP_E2_CPP_FACTURE_MIN",
            Self::E2CiiFacturx => "IN_DP_E2_CII_FACTURX",
            Self::PdfArchiveUblInvoiceMug => "IN_DP_PDFARCHIVE_UBL_INVOICE_MUG",
            Self::PdfArchiveCiiMug => "IN_DP_PDFARCHIVE_CII_MUG",
        }
    }

    /// Whether an answer may name it: the Swagger leaves the archives of PDF out of the answer.
    #[must_use]
    pub const fn is_answered(self) -> bool {
        !matches!(self, Self::PdfArchiveUblInvoiceMug | Self::PdfArchiveCiiMug)
    }

    /// The interface codes that a source gives, or that follow from the order of the codes; the
    /// other syntaxes have none.
    #[must_use]
    pub fn interface_codes() -> BTreeMap<Self, String> {
        let known = [
            (Self::E1UblInvoice, "FSO1100A"),
            (Self::E1Cii, "FSO1105A"),
            (Self::E1Cii16b, "FSO1106A"),
            (Self::E2UblInvoiceMin, "FSO1110A"),
            (Self::E2CiiMin, "FSO1111A"),
            (Self::E2CppFactureMin, "FSO1113A"),
            (Self::E2CiiFacturx, "FSO1117A"),
        ];
        known.into_iter().map(|(syntax, code)| (syntax, code.to_owned())).collect()
    }
}
