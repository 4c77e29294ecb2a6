//! Reads the pieces of a file, one after another; what is wrong with one does not hide the others.

use std::collections::HashSet;

use openssl::pkey::PKey;

use super::{Alias, Contents, HeldKey};
use crate::{
    Certificate, Fingerprint, PublicKey,
    certificate::{CertificateError, Request},
    format::{
        limits,
        pbe::Budget,
        pkcs7,
        pkcs12::{self, Bag},
        problem::{Obstacle, Place, Problem},
        sniff::{Content, Piece, Sniffed},
        ssh::{self, SshPublicKey},
    },
    key::{KeyShape, PrivateKey, PrivateKeyError},
};

pub(super) fn read(sniffed: Sniffed, password: Option<&str>) -> Contents {
    let pieces = sniffed.pieces.iter().map(|piece| piece.content).collect();
    let contents = Contents {
        armour: sniffed.armour,
        pieces,
        certificates: Vec::new(),
        keys: Vec::new(),
        public_keys: Vec::new(),
        ssh_keys: Vec::new(),
        requests: Vec::new(),
        aliases: Vec::new(),
        needs_password: false,
        problems: sniffed.problems,
    };
    let nul = password.is_some_and(|password| password.contains('\0'));
    let budget = Budget::default();
    let mut reading = Reading { contents, password, budget, seen: HashSet::new() };
    if nul {
        reading.password = None;
        reading.hinder(Place::File, Obstacle::NulInPassword);
    }
    for piece in &sniffed.pieces {
        if let Err(obstacle) = reading.take(piece) {
            reading.hinder(piece.place, obstacle);
        }
    }
    reading.contents
}

struct Reading<'a> {
    contents: Contents,
    password: Option<&'a str>,
    budget: Budget,
    seen: HashSet<Fingerprint>,
}

impl Reading<'_> {
    fn take(&mut self, piece: &Piece) -> Result<(), Obstacle> {
        match piece.content {
            Content::Certificate => self.take_certificate(&piece.der, None),
            Content::Pkcs7 | Content::SignedPkcs7 => self.take_pkcs7(piece),
            Content::Pkcs12 => self.take_pkcs12(piece),
            Content::PrivateKey => self.take_key(&piece.der, None, piece.place),
            Content::EncryptedPrivateKey => self.take_encrypted_key(piece),
            Content::Request => {
                let request = Request::from_der(&piece.der);
                self.contents
                    .requests
                    .push(request.map_err(|error| obstacle(piece.content, error))?);
                Ok(())
            }
            Content::PublicKey => {
                let key = PublicKey::from_spki_der(&piece.der);
                if let KeyShape::Rsa { bits, .. } = key.shape()
                    && bits > limits::RSA_BITS
                {
                    return Err(Obstacle::KeyTooLarge { bits });
                }
                self.contents.public_keys.push(key);
                Ok(())
            }
            Content::SshPublicKey => {
                let line = String::from_utf8_lossy(&piece.der);
                self.contents.ssh_keys.push(SshPublicKey::from_line(&line)?);
                Ok(())
            }
            Content::JavaKeystore => Err(Obstacle::Unsupported {
                content: piece.content,
                algorithm: "a format of Java's own (`keytool -importkeystore -srckeystore FILE \
                            -destkeystore NEW.p12 -deststoretype PKCS12` turns it into a PKCS#12)"
                    .to_owned(),
            }),
            Content::EnvelopedPkcs7 | Content::RevocationList | Content::Unknown => Ok(()),
        }
    }

    fn take_certificate(&mut self, der: &[u8], alias: Option<String>) -> Result<(), Obstacle> {
        let certificate =
            Certificate::from_der(der).map_err(|error| obstacle(Content::Certificate, error))?;
        self.keep(certificate, alias);
        Ok(())
    }

    fn keep(&mut self, certificate: Certificate, alias: Option<String>) {
        let fingerprint = certificate.fingerprint();
        let alias = alias.map(|name| Alias { name, certificate: fingerprint });
        self.contents.aliases.extend(alias);
        if self.seen.insert(fingerprint) {
            self.contents.certificates.push(certificate);
        }
    }

    fn take_pkcs7(&mut self, piece: &Piece) -> Result<(), Obstacle> {
        let held = pkcs7::decode_der(&piece.der).map_err(|error| {
            let found = std::error::Error::source(&error)
                .map_or(error.to_string(), |source| format!("{error} ({source})"));
            Obstacle::Field { content: piece.content, found }
        })?;
        held.into_iter().for_each(|certificate| self.keep(certificate, None));
        Ok(())
    }

    fn take_pkcs12(&mut self, piece: &Piece) -> Result<(), Obstacle> {
        let opened = pkcs12::open(&piece.der, self.password, &self.budget)?;
        self.contents.needs_password |= opened.closed;
        opened.obstacles.into_iter().for_each(|obstacle| self.hinder(piece.place, obstacle));
        for bag in opened.bags {
            let taken = match bag {
                Bag::Certificate { der, alias } => self.take_certificate(&der, alias),
                Bag::Key { der, alias } => self.take_key(&der, alias, piece.place),
                Bag::Shrouded { .. } | Bag::Nested(_) | Bag::RevocationList | Bag::Secret => Ok(()),
            };
            taken.unwrap_or_else(|obstacle| self.hinder(piece.place, obstacle));
        }
        Ok(())
    }

    fn take_key(
        &mut self,
        der: &[u8],
        alias: Option<String>,
        place: Place,
    ) -> Result<(), Obstacle> {
        let key = match ssh::public_half(der) {
            Some(public) => HeldKey { public: public?, private: None, alias, place },
            None => {
                let private = PrivateKey::from_der(der).map_err(of_key)?;
                let public = private.public().clone();
                HeldKey { public, private: Some(private), alias, place }
            }
        };
        self.contents.keys.push(key);
        Ok(())
    }

    fn take_encrypted_key(&mut self, piece: &Piece) -> Result<(), Obstacle> {
        if ssh::private_key(&piece.der).is_some() {
            return self.take_key(&piece.der, None, piece.place);
        }
        let Some(password) = self.password else {
            self.contents.needs_password = true;
            return Ok(());
        };
        match &piece.block {
            Some(block) => self.take_old_key(block, password, piece),
            None => {
                let der = pkcs12::decrypt_key(&piece.der, password, &self.budget)?;
                self.take_key(&der, None, piece.place)
            }
        }
    }

    /// A key that the headers of its block say to be encrypted, as OpenSSL 0.9 wrote them: the
    /// password is digested once.
    fn take_old_key(&mut self, block: &str, password: &str, piece: &Piece) -> Result<(), Obstacle> {
        let content = piece.content;
        if piece.der.len() > limits::PRIVATE_KEY_OCTETS {
            return Err(of_key(PrivateKeyError::Damaged));
        }
        // OpenSSL reads no password of more than 1,024 octets here, and then asks the terminal.
        let wrong = || Obstacle::WrongPassword { content };
        if password.len() > 1024 || password.is_empty() {
            return Err(wrong());
        }
        let known = ["AES-", "DES-EDE3"];
        if !block.lines().any(|line| {
            let cipher = line.strip_prefix("DEK-Info:").map(str::trim_start);
            cipher.is_some_and(|cipher| known.iter().any(|known| cipher.starts_with(known)))
        }) {
            let algorithm = "an encryption other than AES or triple DES".to_owned();
            return Err(Obstacle::Unsupported { content, algorithm });
        }
        let key = PKey::private_key_from_pem_passphrase(block.as_bytes(), password.as_bytes());
        let key = PrivateKey::holding(&key.map_err(|_| wrong())?).map_err(|_| wrong())?;
        self.take_key(key.pkcs8_der(), None, piece.place)
    }

    fn hinder(&mut self, place: Place, what: Obstacle) {
        let problem = Problem { place, what };
        // What could not be measured was said when the file was taken apart.
        if !self.contents.problems.iter().any(|known| known.place == place && supersedes(known)) {
            self.contents.problems.push(problem);
        }
    }
}

/// Says whether a problem explains whatever else is wrong in its place.
fn supersedes(problem: &Problem) -> bool {
    matches!(problem.what, Obstacle::Damaged { .. } | Obstacle::NotBase64 { .. })
}

fn obstacle(content: Content, error: CertificateError) -> Obstacle {
    match error {
        CertificateError::KeyTooLarge { bits } => Obstacle::KeyTooLarge { bits },
        CertificateError::Trailing { octets } => Obstacle::Trailing { content, octets },
        CertificateError::Read { found } => Obstacle::Field { content, found },
        other @ CertificateError::NoPem => Obstacle::Field { content, found: other.to_string() },
    }
}

fn of_key(error: PrivateKeyError) -> Obstacle {
    let content = Content::PrivateKey;
    match error {
        PrivateKeyError::TooLarge { bits } => Obstacle::KeyTooLarge { bits },
        PrivateKeyError::Unsupported { algorithm } => Obstacle::Unsupported { content, algorithm },
        other @ PrivateKeyError::Damaged => Obstacle::Field { content, found: other.to_string() },
    }
}
