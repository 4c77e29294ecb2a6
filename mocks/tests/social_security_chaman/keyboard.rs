//! A renewal in Chromium, with the keyboard alone.

use super::chromium::{Chromium, start};
use super::files::{Delivered, FIRST, SECOND};
use super::world::{CHIEF, GROUP, PASSWORD, World, owner};
use raccord_mocks::social_security::directory::Quality;

#[tokio::test]
async fn a_renewal_is_done_in_chromium_with_the_keyboard_alone() {
    let world = World::new().await;
    let address = world.chaman.clone();
    let judged = tokio::task::spawn_blocking(move || {
        start().map(|mut chromium| renew(&mut chromium, &address))
    });
    if judged.await.unwrap().is_none() {
        return;
    }
    let owner = owner(GROUP, Quality::PrestataireDeService);
    let accounts: Vec<_> =
        world.desk.read(|state, _| state.chaman.accounts.of(&owner).cloned().collect());
    let [account] = accounts.try_into().unwrap();
    let left: Vec<_> = account.certificates.iter().map(|one| one.fingerprint.to_string()).collect();
    assert_eq!((&*account.name, left), ("Mon compte", vec![SECOND.fingerprint()]));
    assert_eq!(account.permissions.len(), 1);
}

fn renew(chromium: &mut Chromium, address: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = |delivered: &Delivered, name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, delivered.cer()).unwrap();
        path
    };
    chromium.open(&format!("{address}/public-cible"));
    click(chromium, "Entreprise", "/connexion");
    chromium.fill("Identifiant", CHIEF);
    chromium.fill("Mot de passe", PASSWORD);
    click(chromium, "Se connecter", "/qualite");
    chromium.tick("Prestataire de service");
    click(chromium, "Valider", "/expediteur");
    for label in ["Nom *", "Prénom *", "Téléphone *"] {
        chromium.fill(label, "An");
    }
    chromium.fill("Adresse électronique *", "an@groupe.example");
    click(chromium, "Valider", "/accueil");

    click(chromium, "Ajouter un compte Webservice", "/comptes/saisie");
    looks_right(chromium);
    chromium.fill("Nom du compte *", "Mon compte");
    chromium.tick("CareerPro - Federal Learning Account - Déclaration");
    let key = folder.path().join("cle.pem");
    std::fs::write(&key, FIRST.key.pkcs8_pem()).unwrap();
    chromium.choose("Certificat *", &key);
    chromium.fill("Nom du certificat *", "Premier");
    click(chromium, "Valider", "/comptes");
    assert!(chromium.text().contains("Certificat refusé"), "{}", chromium.text());
    looks_right(chromium);
    click(chromium, "Revenir", "/comptes/saisie");
    chromium.fill("Nom du compte *", "Mon compte");
    chromium.tick("CareerPro - Federal Learning Account - Déclaration");
    chromium.choose("Certificat *", &file(&FIRST, "premier.cer"));
    chromium.fill("Nom du certificat *", "Premier");
    click(chromium, "Valider", "/accueil");
    assert!(chromium.text().contains("self_service_chaman_"));
    looks_right(chromium);

    click(chromium, "Modifier le compte Mon compte", "/comptes/1");
    click(chromium, "Ajouter un certificat", "/comptes/1/certificats/saisie");
    chromium.choose("Certificat *", &file(&SECOND, "second.cer"));
    chromium.fill("Nom du certificat *", "Second");
    click(chromium, "Valider", "/comptes/1");
    let text = chromium.text();
    assert!(text.contains("Certificat - Premier") && text.contains("Certificat - Second"));
    looks_right(chromium);
    chromium.walk_to("Supprimer le certificat Premier");
    chromium.unfold();
    click(chromium, "Confirmer la suppression", "/comptes/1");
    assert!(!chromium.text().contains("Certificat - Premier"));
    click(chromium, "Se déconnecter", "/connexion");
}

/// Walks to a link or a button, presses it, and sees where it leads.
fn click(chromium: &mut Chromium, text: &str, to: &str) {
    chromium.walk_to(text);
    chromium.enter();
    assert_eq!(chromium.path(), to, "{}", chromium.text());
}

/// The style sheet is there, and nothing but a table is wider than a telephone.
fn looks_right(chromium: &mut Chromium) {
    let colour = chromium.evaluate("getComputedStyle(document.querySelector('h1')).color");
    assert_eq!(colour, "rgb(0, 87, 122)");
    chromium.narrow(360);
    assert_eq!(chromium.evaluate("document.documentElement.scrollWidth <= 360"), true);
    chromium.narrow(0);
}
