//! What a client that does everything right is given.

use serde_json::json;

use crate::world::{CLIENT_ID, DIMONA, Served};

#[tokio::test]
async fn ss_oauth_32_a_token_is_opaque_and_comes_with_its_lifetime_and_scopes() {
    let served = Served::open().await;
    let answer = served.ask_with(&served.assertion()).await;
    let token = answer.is_granted();
    assert!(token.len() == 64 && token.chars().all(|it| it.is_ascii_alphanumeric()));
    let scope = DIMONA.join(" ");
    let expected = json!({
        "access_token": token, "token_type": "Bearer", "expires_in": 600, "scope": scope,
    });
    assert_eq!(answer.json(), expected);
    answer.is_kept_by_no_cache();
    let entry = served.last();
    assert_eq!(entry.fields["client-id"], CLIENT_ID);
    assert_eq!(entry.fields["certificate"], "certificate#1");
    assert_eq!(entry.fields["token"], "token#1");
    assert_eq!(entry.fields["scope"], scope);
}
