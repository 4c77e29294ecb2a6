//! The field names of the forms of "Gestion des accès", and how one portal's pages lead to another.

use http::{HeaderMap, header};

use super::service::Gift;
use crate::social_security::csam::{Portal, Site};
use crate::web::form::Fields;

impl Gift {
    /// Reads which roles are to be given.
    pub(super) fn of(form: &Fields) -> Self {
        Self {
            person: form.one("personne").to_owned(),
            quality: form.one("qualite").to_owned(),
            roles: form.all("role").map(str::to_owned).collect(),
        }
    }
}

/// The code of the quality that is to be made.
pub(super) fn quality(form: &Fields) -> &str {
    form.one("qualite")
}

/// The address of ChaMan in the world of `portal`, reached as this request reached `portal`: under
/// the real name, or under `<host>.localhost` and a port.
pub(super) fn chaman(portal: Portal, headers: &HeaderMap) -> String {
    let asked = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let (own, chaman) = (portal.host(), portal.other(Site::Chaman).host());
    if asked.contains(".localhost") && asked.contains(own) {
        format!("http://{}/public-cible", asked.replacen(own, chaman, 1))
    } else {
        format!("https://{chaman}/public-cible")
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::social_security::World;

    #[test]
    fn chaman_is_reached_as_the_page_was() {
        let portal = Portal { site: Site::Www, world: World::Acceptance };
        for (asked, expected) in [
            ("www-acpt.socialsecurity.be", "https://chaman-acpt.socialsecurity.be/public-cible"),
            (
                "one.www-acpt.socialsecurity.be.localhost:8080",
                "http://one.chaman-acpt.socialsecurity.be.localhost:8080/public-cible",
            ),
        ] {
            let headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(asked))]);
            assert_eq!(chaman(portal, &headers), expected);
        }
    }
}
