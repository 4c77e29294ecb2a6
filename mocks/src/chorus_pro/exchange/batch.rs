//! The invoices in a file that came in one piece: over the API, or in the portal.

use std::sync::atomic::AtomicBool;

use super::{Content, Extension, Inspection, Limits, inspect};

/// The XML files of an archive (tar, compressed by gzip), each an invoice; none for a lone file, or for an archive that
/// cannot be read, which then counts as one invoice.
pub(in crate::chorus_pro) fn invoice_files(content: &[u8]) -> Vec<String> {
    if !content.starts_with(&[0x1f, 0x8b]) {
        return Vec::new();
    }
    let (limits, going_on) = (Limits::default(), AtomicBool::new(false));
    match inspect(content, "", Extension::TarGz, &limits, &going_on) {
        Ok(Inspection { content: Content::Archive(files), .. }) => {
            let invoices =
                files.into_iter().filter(|file| file.extension().as_deref() == Some("xml"));
            invoices.map(|file| file.name).collect()
        }
        Ok(_) | Err(_) => Vec::new(),
    }
}
