//! What `raccord cert profiles` tells.

use raccord_certs::{Mode, Profile};

use crate::workplace::Workplace;

#[test]
fn every_connection_is_listed_with_what_it_demands() {
    let told = Workplace::new().made(&["cert", "profiles"]);
    let line_of = |name: &str| told.lines().find(|line| line.trim().starts_with(name)).unwrap();
    for mode in Mode::ALL {
        assert!(line_of(mode.name).contains(mode.label), "{told}");
    }
    assert!(line_of("chorus-pro/piste").contains("no certificate"));
    assert!(
        line_of("chorus-pro/edi-pesit").contains("chorus-pro/ssl-server and chorus-pro/ssl-client")
    );
    assert!(
        line_of("chorus-pro/edi-as2").contains("chorus-pro/ssl-server or chorus-pro/ssl-client")
    );
    assert!(line_of("sofie/sort").contains("sofie/crypt and sofie/transport"));
    for profile in Profile::ALL {
        assert!(told.contains(profile.label), "{}", profile.name);
    }
}

#[test]
fn a_brief_asks_what_to_decide_and_gives_a_text_for_each_certificate() {
    let told = Workplace::new().made(&["cert", "profiles", "chorus-pro/edi-pesit"]);
    for wanted in [
        "Which protocol?",
        "Signed flows or not?",
        "SSL Serveur, authentification serveur, RGS*",
        "SSL Client, authentification serveur de type client, RGS*",
        "Signature numérique, Chiffrement de la clé (digitalSignature, keyEncipherment)",
        "c'est un OU exclusif",
        "PKCS#7 (.p7b) avec toute la chaîne de certification, sans clé privée",
        "liste TSL Europe",
        "\"Chorus Pro: guide des certificats",
    ] {
        assert!(told.contains(wanted), "no `{wanted}` in:\n{told}");
    }
}

#[test]
fn a_connection_without_certificate_says_so() {
    let told = Workplace::new().made(&["cert", "profiles", "chorus-pro/piste"]);
    assert!(told.contains("There is nothing to order"), "{told}");
}

#[test]
fn a_name_that_is_none_is_told_the_nearest() {
    let said = Workplace::new().raccord(&["cert", "profiles", "chorus-pro/edisftp"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("'chorus-pro/edi-sftp'"), "{said:?}");
}
