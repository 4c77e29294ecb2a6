//! A browser without scripts: a cookie, forms, and pages whose headers are always checked.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::sync::Once;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};

/// The headers that an answer may have, and no others.
const ALLOWED: &[&str] = &[
    "cache-control",
    "content-length",
    "content-security-policy",
    "content-type",
    "date",
    "location",
    "referrer-policy",
    "set-cookie",
    "www-authenticate",
    "x-content-type-options",
];

pub(crate) struct Browser {
    /// Where the portal is: `http://127.0.0.1:4000`.
    address: String,
    client: Client,
    pub(crate) cookie: Option<String>,
    /// The token of the session's forms.
    pub(crate) form_token: String,
}

/// One answered page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Browser {
    /// A browser that nobody has logged in with.
    pub(crate) fn new(address: &str) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            rustls::crypto::aws_lc_rs::default_provider().install_default().unwrap();
        });
        let client = Client::builder().redirect(Policy::none()).tls_certs_only([]).build().unwrap();
        Self { address: address.to_owned(), client, cookie: None, form_token: String::new() }
    }

    pub(crate) async fn log_in(&mut self, login: &str, password: &str) -> Page {
        let fields = [("identifiant", login), ("mot_de_passe", password)];
        let request = self.client.post(self.to("/connexion")).form(&fields);
        let page = self.send(request).await;
        if let Some(cookie) = page.headers.get(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
            self.form_token = self.get(page.location()).await.attribute("name=\"jeton\" value");
        }
        page
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(self.to(path))).await
    }

    /// Sends a form of the session, without a file.
    pub(crate) async fn post(&self, path: &str) -> Page {
        self.submit(path, &[]).await
    }

    /// Sends a form of the session with these fields, without a file.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let mut fields = fields.to_vec();
        fields.push(("jeton", &self.form_token));
        self.send(self.client.post(self.to(path)).form(&fields)).await
    }

    /// Sends a form of the session with a file.
    pub(crate) async fn upload(&self, path: &str, name: &str, file: Vec<u8>) -> Page {
        self.send_form(path, self.form().part("certificat", file_part(name, file))).await
    }

    /// An empty form of the session.
    pub(crate) fn form(&self) -> Form {
        Form::new().text("jeton", self.form_token.clone())
    }

    pub(crate) async fn send_form(&self, path: &str, form: Form) -> Page {
        self.send(self.client.post(self.to(path)).multipart(form)).await
    }

    /// Sends a body of some media type.
    pub(crate) async fn send_body(&self, path: &str, media_type: &str, body: &str) -> Page {
        let request = self.client.post(self.to(path)).header(CONTENT_TYPE, media_type);
        self.send(request.body(body.to_owned())).await
    }

    fn to(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    async fn send(&self, request: RequestBuilder) -> Page {
        let request = match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        };
        Page::of(request.send().await.unwrap()).await
    }
}

pub(crate) fn file_part(name: &str, file: Vec<u8>) -> Part {
    Part::bytes(file).file_name(name.to_owned()).mime_str("application/octet-stream").unwrap()
}

impl Page {
    async fn of(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for name in headers.keys() {
            assert!(ALLOWED.contains(&name.as_str()), "unexpected header {name}");
        }
        Self { status, headers, body: response.text().await.unwrap() }
    }

    /// The value of the first attribute of a name.
    pub(crate) fn attribute(&self, name: &str) -> String {
        let start = format!("{name}=\"");
        let (_, rest) =
            self.body.split_once(&start).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }

    /// The status and the rule of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        assert!(self.body.contains("role=\"alert\""), "{}", self.body);
        (self.status, self.attribute("data-rule"))
    }

    pub(crate) fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
