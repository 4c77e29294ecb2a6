//! How the forms of a page are read: from a query, a body, or a body with a file.

use std::fmt;

use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Query, Request, multipart};
use http::{HeaderMap, StatusCode, Uri, header};

use super::body;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
/// What all fields of a form but the file may have together, with their names.
const TEXT_BYTES_MAX: u64 = 64 * 1024;
/// The same for a form without a file, before it is decoded.
const URL_ENCODED_BYTES_MAX: usize = 64 * 1024;

/// The fields of a form, as sent. What they hold is never printed: a password, a key by mistake.
#[derive(Default)]
pub struct Fields {
    /// The fields that hold text, in order.
    pub texts: Vec<(String, String)>,
    /// The file that was chosen, if one was.
    pub file: Option<FileField>,
}

/// The file of a form.
pub struct FileField {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why a form cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormError {
    /// Its file is too large.
    TooLarge {
        /// How many octets it may have.
        limit: u64,
    },
    /// It is not of the media type of its page.
    MediaType {
        /// The page's.
        expected: &'static str,
    },
    /// It does not decode.
    Malformed,
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({})", self.texts.len())
    }
}

impl fmt::Debug for FileField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileField({} octets)", self.bytes.len())
    }
}

impl Fields {
    /// The text of a field; nothing where there is none.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.texts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The texts of a field that may be said several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.texts.iter().filter(move |(key, _)| key == name).map(|(_, value)| &**value)
    }
}

/// Reads the query of a search; nothing where there is none.
///
/// # Errors
///
/// When it does not decode.
#[must_use]
pub fn query(uri: &Uri) -> Option<Result<Fields, FormError>> {
    uri.query()?;
    let texts = Query::<Vec<(String, String)>>::try_from_uri(uri);
    Some(texts.map(|Query(texts)| Fields { texts, file: None }).map_err(|_| FormError::Malformed))
}

/// Reads a form without a file.
///
/// # Errors
///
/// When it is of another media type, longer than 64 KiB, or does not decode.
pub async fn url_encoded(request: Request) -> Result<Fields, FormError> {
    let (parts, body) = request.into_parts();
    let body = body::whole(body, URL_ENCODED_BYTES_MAX).await;
    let body = Body::from(body.map_err(|_| FormError::Malformed)?);
    let request = Request::from_parts(parts, body);
    let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    form.map(|Form(texts)| Fields { texts, file: None }).map_err(|rejection| {
        if rejection.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            FormError::MediaType { expected: URL_ENCODED }
        } else {
            FormError::Malformed
        }
    })
}

/// Reads a form with a file of at most `limit` octets.
///
/// What comes beyond the limit is read and dropped, so that the answer reaches who sends it.
///
/// # Errors
///
/// When it is of another media type, does not decode, or its file is too large.
pub async fn with_file(request: Request, limit: u64) -> Result<Fields, FormError> {
    if !is_multipart(request.headers()) {
        return Err(FormError::MediaType { expected: MULTIPART });
    }
    let malformed = |_| FormError::Malformed;
    let mut parts =
        Multipart::from_request(request, &()).await.map_err(|_| FormError::Malformed)?;
    let (mut fields, mut too_large, mut left) = (Fields::default(), false, TEXT_BYTES_MAX);
    while let Some(field) = parts.next_field().await.map_err(malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file_name) = field.file_name().map(without_folders) {
            match read(field, limit).await? {
                Some(bytes) => fields.file = chosen(file_name, bytes),
                None => too_large = true,
            }
        } else {
            let text = read(field, left).await?.ok_or(FormError::Malformed)?;
            // A field counts for its name too: one that is empty still takes its place.
            let taken = size(&text).saturating_add(size(name.as_bytes())).saturating_add(1);
            left = left.checked_sub(taken).ok_or(FormError::Malformed)?;
            let text = String::from_utf8(text).map_err(|_| FormError::Malformed)?;
            fields.texts.push((name, text));
        }
    }
    if too_large { Err(FormError::TooLarge { limit }) } else { Ok(fields) }
}

/// A browser sends a file field without a file as an empty name.
fn chosen(name: String, bytes: Vec<u8>) -> Option<FileField> {
    (!name.is_empty()).then_some(FileField { name, bytes })
}

/// Reads a field to its end; nothing where it is larger than `limit`.
async fn read(mut field: multipart::Field<'_>, limit: u64) -> Result<Option<Vec<u8>>, FormError> {
    let (mut bytes, mut too_large) = (Vec::new(), false);
    while let Some(chunk) = field.chunk().await.map_err(|_| FormError::Malformed)? {
        too_large |= size(&bytes).saturating_add(size(&chunk)) > limit;
        if !too_large {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((!too_large).then_some(bytes))
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(MULTIPART)
}

/// Old browsers send the whole path, with the separators of their system.
fn without_folders(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(255).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_loses_its_folders() {
        for (path, name) in [
            (r"C:\Users\martin\Desktop\toto.p7b", "toto.p7b"),
            ("/home/martin/toto.p7b", "toto.p7b"),
            ("toto\u{0}\n.p7b", "toto.p7b"),
            ("../", ""),
        ] {
            assert_eq!(without_folders(path), name);
        }
        assert_eq!(without_folders(&"é".repeat(300)).chars().count(), 255);
    }
}
