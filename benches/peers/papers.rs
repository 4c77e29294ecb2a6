//! A throwaway certificate for a server of this machine, in the files that peers read.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use raccord_certs::authority::GatewayAuthority;
use raccord_certs::format::pkcs12;
use raccord_certs::{Certificate, Validity};
use raccord_kernel::clock::machine_now;

use super::measure::Fallible;

/// The name that the certificate is for.
pub(crate) const HOST: &str = "localhost";
/// The password of the PKCS#12: a peer wants one, and the file lives as long as its bench.
pub(crate) const PASSWORD: &str = "throwaway";

/// The files, and the root that vouches for the certificate in them.
pub(crate) struct Papers {
    pub(crate) root_der: Vec<u8>,
    /// The certificate and what is above it, in PEM.
    pub(crate) chain: PathBuf,
    /// Its key: PKCS#8 in PEM.
    pub(crate) key: PathBuf,
    /// All of them together.
    pub(crate) pkcs12: PathBuf,
}

impl Papers {
    /// Writes the files into a folder, which is its owner's alone.
    pub(crate) fn write(folder: &Path) -> Fallible<Self> {
        let validity = Validity::days(machine_now() - SignedDuration::from_hours(1), 30);
        let authority = GatewayAuthority::new(&[HOST], validity)?;
        let made = authority.issue_host(HOST, validity)?;
        let chain = made.chain_der.iter().map(|der| Ok(Certificate::from_der(der)?));
        let chain = chain.collect::<Fallible<Vec<_>>>()?;
        let (own, above) = chain.split_first().ok_or("an empty chain")?;
        let both = pkcs12::encode(&made.key, own, above, PASSWORD)?;
        let pem: String = chain.iter().map(Certificate::pem).collect();
        let write = |name: &str, bytes: &[u8]| -> Fallible<PathBuf> {
            let path = folder.join(name);
            std::fs::write(&path, bytes)?;
            Ok(path)
        };
        Ok(Self {
            root_der: authority.certificate().der().to_vec(),
            chain: write("chain.pem", pem.as_bytes())?,
            key: write("key.pem", made.key.pkcs8_pem().as_bytes())?,
            pkcs12: write("both.p12", &both)?,
        })
    }
}
