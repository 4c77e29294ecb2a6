//! What is nearest to something that nobody knows, and why it is not the same.

use raccord_kernel::Trace;

use super::routes::Known;

/// The known route that a request comes nearest to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nearest {
    /// The route: `POST /api/oauth/token`.
    pub(crate) route: String,
    /// What the request has otherwise.
    pub(crate) why: String,
}

impl Nearest {
    /// Notes it with a request that nobody knows.
    pub(crate) fn note(self, trace: &mut Trace) {
        trace.note("nearest", self.route);
        trace.note("why", self.why);
    }
}

/// The route of `known` that a request comes nearest to, if any is near.
pub(crate) fn route(method: &str, path: &str, known: &[Known]) -> Option<Nearest> {
    let told = |known: &Known, why: String| Nearest {
        route: format!("{} {}", known.methods, known.path),
        why,
    };
    if let Some(same) = known.iter().find(|it| fits(path, it.path)) {
        let takes = same.methods;
        let why = match takes.split(", ").any(|taken| taken == method || taken == "ANY") {
            true => "this path takes it, and nothing there has that name".to_owned(),
            false => format!("{method} was asked, and this path takes {takes}"),
        };
        return Some(told(same, why));
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed != path
        && let Some(same) = known.iter().find(|it| fits(trimmed, it.path))
    {
        return Some(told(same, "the path has a slash at its end, which is one too many".into()));
    }
    if let Some(same) = known.iter().find(|it| fits(&path.to_lowercase(), &it.path.to_lowercase()))
    {
        return Some(told(same, "the path has other capital letters".to_owned()));
    }
    if let Some(longer) = known.iter().find(|it| ends_with(it.path, path)) {
        let missing = beginning(longer.path, path);
        return Some(told(longer, format!("the path lacks its beginning, `{missing}`")));
    }
    if let Some(shorter) = known.iter().find(|it| ends_with(path, it.path)) {
        let extra = beginning(path, shorter.path);
        return Some(told(shorter, format!("the path begins with `{extra}`, which is too much")));
    }
    let (distance, near) = known
        .iter()
        .map(|it| (distance(path, it.path), it))
        .min_by_key(|(distance, it)| (*distance, it.path.contains('{'), it.path))?;
    let is_near = distance <= LETTERS_MAX.max(path.chars().count() / 5);
    is_near.then(|| told(near, format!("the path differs by {}", letters(distance))))
}

/// The name of `known` that another comes nearest to, if any is near; and why it is not the same.
pub(crate) fn host<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<(&'a str, String)> {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let known: Vec<_> = known.collect();
    let labels = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
    let mut sorted = labels(&name);
    sorted.sort_unstable();
    if let Some(same) = known.iter().find(|it| {
        let mut own = labels(it);
        own.sort_unstable();
        own == sorted
    }) {
        return Some((same, "its parts stand in another order".to_owned()));
    }
    let (distance, near) =
        known.into_iter().map(|it| (strsim::damerau_levenshtein(&name, it), it)).min()?;
    let is_near = distance <= LETTERS_MAX.max(name.chars().count() / 5);
    is_near.then(|| (near, format!("it differs by {}", letters(distance))))
}

/// How many letters may differ in a short name.
const LETTERS_MAX: usize = 2;

fn letters(distance: usize) -> String {
    match distance {
        1 => "one letter".to_owned(),
        distance => format!("{distance} letters"),
    }
}

/// Whether one of some routes is this path, whatever the method.
pub(crate) fn is_served(path: &str, known: &[Known]) -> bool {
    let has_a_name = |pattern: &str| parts(pattern).iter().any(|part| !is_open(part));
    known.iter().any(|it| has_a_name(it.path) && fits(path, it.path))
}

/// Whether a path is one of those that a pattern (`/comptes/{number}`) stands for.
fn fits(path: &str, pattern: &str) -> bool {
    let (mut parts, mut patterns) = (path.split('/'), pattern.split('/'));
    loop {
        match (parts.next(), patterns.next()) {
            (None, None) => return true,
            (Some(part), Some(own)) if own.starts_with("{*") => return !part.is_empty(),
            (Some(part), Some(own)) if part == own || (is_open(own) && !part.is_empty()) => {}
            (Some(_) | None, Some(_)) | (Some(_), None) => return false,
        }
    }
}

/// Whether a part of a pattern stands for any.
fn is_open(part: &str) -> bool {
    part.starts_with('{')
}

/// Whether the last parts of a path are those of another, by one name at least that both have: what
/// stands for any part is near to everything.
fn ends_with(longer: &str, shorter: &str) -> bool {
    let (longer, shorter) = (parts(longer), parts(shorter));
    let last = || longer.iter().rev().zip(shorter.iter().rev());
    let is_same = |(one, other): (&&str, &&str)| one == other || is_open(one) || is_open(other);
    longer.len() > shorter.len()
        && last().all(is_same)
        && last().any(|(one, other)| one == other && !is_open(one))
}

/// What a path has before those parts that another has as well.
fn beginning(longer: &str, shorter: &str) -> String {
    let (longer, shorter) = (parts(longer), parts(shorter));
    let beginning = longer.len().saturating_sub(shorter.len());
    longer.iter().take(beginning).fold(String::new(), |text, part| text + "/" + part)
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// By how many letters a path differs from a pattern, whose open parts may be anything.
fn distance(path: &str, pattern: &str) -> usize {
    let (parts, patterns) = (parts(path), parts(pattern));
    let filled: Vec<_> = patterns
        .iter()
        .enumerate()
        .map(|(place, own)| match parts.get(place) {
            Some(part) if is_open(own) => part,
            Some(_) | None => own,
        })
        .copied()
        .collect();
    strsim::damerau_levenshtein(path, &format!("/{}", filled.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Known] = &[
        Known { methods: "POST", path: "/api/oauth/token" },
        Known { methods: "GET", path: "/comptes/{number}/certificats/saisie" },
        Known { methods: "GET, POST", path: "/connexion" },
        Known { methods: "GET", path: "/structures/{siret}" },
    ];

    #[test]
    fn the_nearest_route_is_told_with_what_differs() {
        for (method, path, route_told, why) in [
            ("GET", "/api/oauth/token", "POST /api/oauth/token", "this path takes POST"),
            ("POST", "/api/oauth/token/", "POST /api/oauth/token", "a slash at its end"),
            ("POST", "/oauth/token", "POST /api/oauth/token", "lacks its beginning, `/api`"),
            ("POST", "/v1/api/oauth/token", "POST /api/oauth/token", "begins with `/v1`"),
            ("POST", "/api/oauth/tokn", "POST /api/oauth/token", "differs by one letter"),
            ("POST", "/api/oatuh/token", "POST /api/oauth/token", "differs by one letter"),
            ("POST", "/API/oauth/token", "POST /api/oauth/token", "other capital letters"),
            (
                "GET",
                "/comptes/12/certificat/saisie",
                "GET /comptes/{number}/certificats/saisie",
                "differs by one letter",
            ),
            ("DELETE", "/connexion", "GET, POST /connexion", "this path takes GET, POST"),
        ] {
            let nearest = route(method, path, KNOWN).unwrap();
            assert_eq!(nearest.route, route_told, "{path}");
            assert!(nearest.why.contains(why), "{path}: {}", nearest.why);
        }
    }

    #[test]
    fn what_is_far_from_everything_has_no_nearest() {
        for path in ["/", "/entirely/elsewhere", "/x"] {
            assert_eq!(route("GET", path, KNOWN), None, "{path}");
        }
        assert_eq!(route("GET", "/connexion", &[]), None);
    }

    #[test]
    fn the_nearest_host_is_told_and_a_foreign_one_has_none() {
        let known = ["sandbox-oauth.piste.gouv.fr", "piste.gouv.fr", "services.socialsecurity.be"];
        for (name, nearest) in [
            ("sandbox-oauth.pists.gouv.fr", Some(known[0])),
            ("sandbox-oauth.piste.gouv.fr.", Some(known[0])),
            ("SANDBOX.OAUTH.piste.gouv.fr", Some(known[0])),
            ("sandbox-auth.piste.gouv.fr", Some(known[0])),
            ("service.socialsecurity.be", Some(known[2])),
            ("socialsecurity.services.be", Some(known[2])),
            ("example.com", None),
            ("", None),
        ] {
            let found = host(name, known.into_iter()).map(|(near, _)| near);
            assert_eq!(found, nearest, "{name}");
        }
    }
}
