//! Files made by other programs, read back: the `openssl` command, Java's `keytool`, GnuTLS'
//! `certtool`. A judge that is not installed is passed over, unless
//! `RACCORD_TEST_PEERS=required`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use raccord_certs::format::{contents::Contents, problem::Obstacle, sniff::Content};

/// A folder that goes when the test does.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("raccord-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.0.join(file)).unwrap()
    }

    /// Runs a program in the folder; false when it is not installed.
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever runs the tests says whether judges must be there"
    )]
    fn run(&self, line: &str) -> bool {
        let mut words = line.split_whitespace().map(|word| word.replace('~', " "));
        let mut command = Command::new(words.next().unwrap());
        let output = command.args(words).current_dir(&self.0).output();
        match output {
            Ok(output) => {
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                let told = told + &String::from_utf8_lossy(&output.stdout);
                assert!(output.status.success(), "{line}: {told}");
                true
            }
            Err(error) => {
                let must =
                    std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
                assert!(!must, "{line}: {error}");
                false
            }
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(Path::new(&self.0));
    }
}

/// Asserts that a file holds one certificate, the key that fits it, and no problem.
#[track_caller]
fn holds_a_pair(contents: &Contents, alias: Option<&str>) {
    assert_eq!(contents.problems, [], "{}", contents.describe());
    let [certificate] = contents.certificates.as_slice() else { panic!("{contents:?}") };
    assert!(contents.key_of(certificate).is_some(), "{contents:?}");
    assert_eq!(contents.alias_of(certificate), alias);
}

#[test]
fn what_openssl_writes_is_read_with_every_key_and_every_way_of_closing() {
    let desk = Desk::new("openssl");
    for (name, key) in [
        ("rsa", "rsa:2048"),
        ("p256", "ec~-pkeyopt~ec_paramgen_curve:P-256"),
        ("p384", "ec~-pkeyopt~ec_paramgen_curve:P-384"),
        ("ed25519", "ed25519"),
    ] {
        let key = key.replace('~', " ");
        if !desk.run(&format!("openssl req -x509 -newkey {key} -nodes -keyout {name}.key -out {name}.pem -subj /CN={name} -days 30")) {
            return;
        }
        desk.run(&format!("openssl x509 -in {name}.pem -outform DER -out {name}.cer"));
        let read = Contents::read(&desk.read(&format!("{name}.cer")));
        assert_eq!((read.kind(), read.certificates.len()), (Content::Certificate, 1));
        let both = [desk.read(&format!("{name}.key")), desk.read(&format!("{name}.pem"))].concat();
        holds_a_pair(&Contents::read(&both), None);
        desk.run(&format!(
            "openssl pkcs8 -topk8 -in {name}.key -out {name}.enc -passout pass:secret"
        ));
        let both = [desk.read(&format!("{name}.enc")), desk.read(&format!("{name}.pem"))].concat();
        assert!(Contents::read(&both).needs_password);
        holds_a_pair(&Contents::open(&both, "secret"), None);
        desk.run(&format!("openssl req -new -key {name}.key -out {name}.csr -subj /CN={name} -addext extendedKeyUsage=clientAuth"));
        let read = Contents::read(&desk.read(&format!("{name}.csr")));
        let [request] = read.requests.as_slice() else { panic!("{read:?}") };
        assert_eq!(request.subject().to_string(), format!("CN={name}"));
        assert_eq!(request.extended_key_usages().unwrap().to_string(), "clientAuth");
        assert!(request.is_signed_by_its_key().unwrap());
        for (how, options) in [
            ("modern", ""),
            ("legacy", "-legacy"),
            ("triple-des", "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1"),
            ("rc2-128", "-legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128"),
            ("no seal", "-nomac"),
            ("open", "-keypbe NONE -certpbe NONE"),
        ] {
            desk.run(&format!("openssl pkcs12 -export -inkey {name}.key -in {name}.pem -out {name}.p12 -name mon~alias -passout pass:clé {options}"));
            let file = desk.read(&format!("{name}.p12"));
            assert_eq!(Contents::read(&file).kind(), Content::Pkcs12);
            holds_a_pair(&Contents::open(&file, "clé"), Some("mon alias"));
            let wrong = Contents::open(&file, "autre");
            let said = wrong.problems.iter().map(|problem| &problem.what);
            let wrong_password = |what: &Obstacle| matches!(what, Obstacle::WrongPassword { .. });
            assert!(how == "open" || said.clone().any(wrong_password), "{how}: {wrong:?}");
        }
        desk.run(&format!("openssl pkcs12 -export -legacy -inkey {name}.key -in {name}.pem -out {name}.p12 -passout pass:"));
        holds_a_pair(&Contents::open(&desk.read(&format!("{name}.p12")), ""), None);
    }
    desk.run("openssl rsa -in rsa.key -traditional -aes128 -passout pass:secret -out rsa.old");
    let both = [desk.read("rsa.old"), desk.read("rsa.pem")].concat();
    assert!(Contents::read(&both).needs_password);
    holds_a_pair(&Contents::open(&both, "secret"), None);
    desk.run("openssl rsa -in rsa.key -traditional -out rsa.old");
    holds_a_pair(&Contents::read(&[desk.read("rsa.old"), desk.read("rsa.pem")].concat()), None);
    desk.run("openssl ec -in p384.key -out p384.old");
    holds_a_pair(&Contents::read(&[desk.read("p384.old"), desk.read("p384.pem")].concat()), None);
}

#[test]
fn what_keytool_writes_is_read_with_its_aliases() {
    let desk = Desk::new("keytool");
    for (name, key) in [
        ("rsa", "RSA -keysize 2048"),
        ("p256", "EC -groupname secp256r1"),
        ("p384", "EC -groupname secp384r1"),
        ("ed25519", "Ed25519"),
    ] {
        let make = format!(
            "keytool -genkeypair -keyalg {key} -alias {name} -dname CN={name} -storetype PKCS12 -keystore {name}.p12 -storepass secret1"
        );
        if !desk.run(&make) {
            return;
        }
        holds_a_pair(&Contents::open(&desk.read(&format!("{name}.p12")), "secret1"), Some(name));
    }
    desk.run("keytool -J-Dkeystore.pkcs12.legacy -genkeypair -keyalg RSA -alias ancien -dname CN=ancien -storetype PKCS12 -keystore legacy.p12 -storepass secret1");
    holds_a_pair(&Contents::open(&desk.read("legacy.p12"), "secret1"), Some("ancien"));
    desk.run("keytool -genkeypair -keyalg RSA -alias un -dname CN=un -storetype JKS -keystore old.jks -storepass secret1 -keypass secret1");
    let read = Contents::read(&desk.read("old.jks"));
    assert_eq!(read.kind(), Content::JavaKeystore);
    assert!(read.problems[0].to_string().contains("keytool -importkeystore"));
}

#[test]
fn what_certtool_writes_is_read_with_every_key() {
    let desk = Desk::new("certtool");
    fs::write(desk.0.join("template"), "cn = gnu\nexpiration_days = 30\n").unwrap();
    // certtool digests a password 600,000 times: one cipher is enough where the key is the question.
    let every = &["aes-256", "3des-pkcs12", "rc2-40"][..];
    let one = &["aes-256"][..];
    for (name, key, ciphers) in [
        ("rsa", "rsa --bits 2048", every),
        ("p256", "ecdsa --curve secp256r1", one),
        ("p384", "ecdsa --curve secp384r1", one),
        ("ed25519", "ed25519", one),
    ] {
        if !desk.run(&format!("certtool --generate-privkey --key-type {key} --outfile {name}.key"))
        {
            return;
        }
        desk.run(&format!("certtool --generate-self-signed --load-privkey {name}.key --template template --outfile {name}.pem"));
        for cipher in ciphers {
            let made = desk.run(&format!("certtool --to-p12 --load-privkey {name}.key --load-certificate {name}.pem --p12-name gnu --password secret --pkcs-cipher {cipher} --outder --outfile {name}.p12"));
            assert!(made);
            holds_a_pair(
                &Contents::open(&desk.read(&format!("{name}.p12")), "secret"),
                Some("gnu"),
            );
        }
        desk.run(&format!(
            "certtool --p7-generate --load-certificate {name}.pem --outder --outfile {name}.p7b"
        ));
        let read = Contents::read(&desk.read(&format!("{name}.p7b")));
        assert_eq!((read.kind(), read.certificates.len()), (Content::Pkcs7, 1));
    }
}
