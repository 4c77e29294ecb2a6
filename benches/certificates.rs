//! What certificates cost: P-256 ones made in process, and whole processes of `raccord cert`.

mod peers;

use std::path::Path;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use peers::measure::{Fallible, instant, is_asked_for, median, ms, say};
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::{Key, KeyKind, Subject, Validity, profile};

const BATCHES: usize = 15;
const LEAVES: usize = 2_000;
const RUNS: usize = 50;

fn main() -> Fallible<()> {
    if !is_asked_for() {
        return Ok(());
    }
    leaves()?;
    processes()
}

/// A new key and its certificate, one after the other, as `trustme` makes them.
fn leaves() -> Fallible<()> {
    let key = || Key::generate(KeyKind::P256);
    let from: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let keys = HierarchyKeys { root: key()?, issuing: key()? };
    let hierarchy = SupplierHierarchy::new(&keys, Validity::days(from, 3_650))?;
    let subject = Subject::french("ventes.exemple.fr", "Société d'Exemple", "12345678900012");
    let mut rates = Vec::new();
    for _ in 0..BATCHES {
        let start = instant();
        for serial in 0..LEAVES {
            let key = Key::generate(KeyKind::P256)?;
            hierarchy.issue(&Order {
                profile: &profile::WEB_SERVER,
                subject: &subject,
                key: SubjectKey::Public(key.public()),
                validity: Validity::days(from, 90),
                defect: None,
                serial: u128::try_from(serial)?.to_be_bytes(),
            })?;
        }
        rates.push(f64::from(u32::try_from(LEAVES)?) / start.elapsed().as_secs_f64());
    }
    say("P-256 keys with certificates, a second", &format!("{:.0}", median(rates)), "10,000");
    Ok(())
}

fn processes() -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    let issue = ["cert", "issue", "--profile", "chorus-pro/ssl-client", "--key", "p256"];
    let mut durations = Vec::new();
    for run in 0..RUNS {
        let out = format!("{run}");
        durations.push(timed(folder.path(), &[&issue[..], &["--out", &out]].concat())?);
    }
    let measured = format!("{:.1} ms", median(durations));
    say("`raccord cert issue`, P-256, every format", &measured, "20 ms");

    let check = ["cert", "check", "0/ssl-client.p7b", "--for", "chorus-pro/edi-sftp"];
    let durations: Result<Vec<_>, _> = (0..RUNS).map(|_| timed(folder.path(), &check)).collect();
    let measured = format!("{:.1} ms", median(durations?));
    say("`raccord cert check` of one file", &measured, "10 ms");
    Ok(())
}

/// How long the whole process takes, in milliseconds.
fn timed(folder: &Path, arguments: &[&str]) -> Fallible<f64> {
    let mut raccord = Command::new(env!("CARGO_BIN_EXE_raccord"));
    raccord.args(arguments).current_dir(folder).stdout(Stdio::null());
    let start = instant();
    let status = raccord.status()?;
    let took = ms(start.elapsed());
    if status.success() {
        Ok(took)
    } else {
        Err(format!("{arguments:?} ended with {status}").into())
    }
}
