//! The OpenAPI document: made of the routes themselves, when somebody asks for it.

use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, Ref, ResponseBuilder,
    SecurityRequirement, ServerBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::problem::Problem;
use super::routes;

/// Give this document.
#[utoipa::path(get, path = "/__admin/openapi.json", tag = "health", security(()), responses((status = 200, description = "The OpenAPI 3.1 document of this API.", body = Object)))]
pub(super) async fn document() -> Json<OpenApi> {
    Json(made())
}

const DESCRIPTION: &str = "\
What may be asked of mocks that `raccord serve` and `raccord exec` stand up, beside what the real \
systems answer: their clock, what breaks on purpose, what crossed, certificates and states.

The port answers requests for a loopback name only, from no page of another site, with the token \
that the process draws afresh at each start. Every refusal is a problem detail (RFC 9457).";

fn made() -> OpenApi {
    let mut made = routes::documented().into_openapi();
    made.info = InfoBuilder::new()
        .title("raccord management")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    made.servers = Some(vec![
        ServerBuilder::new()
            .url("http://127.0.0.1:9782")
            .description(Some("Unless the port was moved."))
            .build(),
    ]);
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "The token that `raccord serve` tells when it is ready, and that RACCORD_MANAGEMENT_TOKEN \
         holds.",
    ));
    let components = made.components.get_or_insert_with(|| ComponentsBuilder::new().build());
    components.add_security_scheme("token", SecurityScheme::Http(token.build()));
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    made.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    complete(&mut made);
    made
}

/// Names every operation after its call, and says that any may be refused, always in the same way.
fn complete(document: &mut OpenApi) {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let refused = ResponseBuilder::new()
        .description("Why the call was refused.")
        .content("application/problem+json", problem)
        .build();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            operation.operation_id = Some(name_of(method, path));
            operation.responses.responses.insert("default".to_owned(), refused.clone().into());
        }
    }
}

/// The name of a call, as generated clients have it: `postClockAdvance`.
fn name_of(method: &str, path: &str) -> String {
    let words = path.trim_start_matches("/__admin").split(|sign: char| !sign.is_alphanumeric());
    let capitals = words.filter(|word| !word.is_empty()).map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    std::iter::once(method.to_owned()).chain(capitals).collect()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_call_has_a_name_that_a_program_can_have() {
        assert_eq!(name_of("get", "/__admin/clock"), "getClock");
        assert_eq!(name_of("get", "/__admin/ca/root.pem"), "getCaRootPem");
        assert_eq!(name_of("delete", "/__admin/faults/{id}"), "deleteFaultsId");
    }
}
