//! What a calendar for ten thousand certificates costs, from the start of the process to its end.

mod peers;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use peers::measure::{Fallible, instant, is_asked_for, median, ms, say};
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::{Key, KeyKind, Subject, Validity, profile};

const CERTIFICATES: u16 = 10_000;
const RUNS: usize = 9;

fn main() -> Fallible<()> {
    if is_asked_for() { calendars() } else { Ok(()) }
}

fn calendars() -> Fallible<()> {
    let folder = tempfile::tempdir()?;
    inventory(folder.path())?;
    for format in ["text", "json", "ics", "html"] {
        let mut durations = Vec::new();
        for _ in 0..RUNS {
            let mut plan = Command::new(env!("CARGO_BIN_EXE_raccord"));
            plan.args(["plan", "--inventory", "inventory.csv", "--today", "2026-06-01"]);
            plan.args(["--format", format]).current_dir(folder.path());
            let start = instant();
            let status = plan.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            durations.push(ms(start.elapsed()));
            if status.code() != Some(6) {
                return Err(format!("`raccord plan` ended with {status}").into());
            }
        }
        let what = format!("`plan` on {CERTIFICATES} certificates, as {format}");
        say(&what, &format!("{:.0} ms", median(durations)), "2000 ms");
    }
    Ok(())
}

/// Files with a chain each, and their inventory; one is too late, and they end on different days.
fn inventory(folder: &std::path::Path) -> Fallible<()> {
    let key = || Key::generate(KeyKind::P256);
    let from: Timestamp = "2026-01-01T00:00:00Z".parse()?;
    let keys = HierarchyKeys { root: key()?, issuing: key()? };
    let hierarchy = SupplierHierarchy::new(&keys, Validity::days(from, 3_650))?;
    let subject = Subject::french("ventes.exemple.fr", "Société d'Exemple", "12345678900012");
    let key = key()?;
    let mut inventory = fs::File::create(folder.join("inventory.csv"))?;
    writeln!(inventory, "file,mode,connections,owner")?;
    for number in 0..CERTIFICATES {
        let issued = hierarchy.issue(&Order {
            profile: &profile::CHORUS_PRO_SSL_CLIENT,
            subject: &subject,
            key: SubjectKey::Public(key.public()),
            validity: Validity::days(from, 152 + i32::from(number) % 900),
            defect: None,
            serial: u128::from(number).to_be_bytes(),
        })?;
        let name = format!("{number}.pem");
        let chain: String = issued.chain.iter().map(|certificate| certificate.pem()).collect();
        fs::write(folder.join(&name), issued.certificate.pem() + &chain)?;
        writeln!(inventory, "{name},chorus-pro/edi-sftp,VFE{number},team {}", number % 40)?;
    }
    Ok(())
}
