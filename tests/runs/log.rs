//! The log survives a cut at any octet, tells what was changed, and says no more once the disk is
//! full.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use raccord::runs::History;
use raccord::runs::log::{Lines, Log, LogError, Medium};
use raccord::runs::record::Record;

use crate::records::realistic;

/// Octets in memory, which take no more than some.
#[derive(Debug, Clone)]
struct Memory {
    octets: Arc<Mutex<Vec<u8>>>,
    room: usize,
    can_cut: bool,
}

impl Memory {
    fn holding(octets: &[u8]) -> Self {
        Self { octets: Arc::new(Mutex::new(octets.to_vec())), room: usize::MAX, can_cut: true }
    }

    fn octets(&self) -> Vec<u8> {
        self.octets.lock().unwrap().clone()
    }

    fn open(&self) -> Result<(Log, Lines), LogError> {
        Log::on(Path::new("log"), Box::new(self.clone()), &self.octets())
    }
}

impl Medium for Memory {
    fn append(&mut self, octets: &[u8]) -> io::Result<()> {
        let mut all = self.octets.lock().unwrap();
        let fits = octets.len().min(self.room.saturating_sub(all.len()));
        all.extend(&octets[..fits]);
        if fits < octets.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn cut(&mut self, length_bytes: u64) -> io::Result<()> {
        if !self.can_cut {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        self.octets.lock().unwrap().truncate(usize::try_from(length_bytes).unwrap());
        Ok(())
    }
}

/// The octets of a log, and where each of its lines ends.
fn written(records: &[Record]) -> (Vec<u8>, Vec<usize>) {
    let memory = Memory::holding(b"");
    let (mut log, _) = memory.open().unwrap();
    let mut ends = Vec::new();
    for record in records {
        log.append(record).unwrap();
        ends.push(memory.octets().len());
    }
    (memory.octets(), ends)
}

fn texts(records: &[Record]) -> Vec<String> {
    records.iter().map(|record| serde_json::to_string(record).unwrap()).collect()
}

#[test]
fn every_record_is_read_as_it_was_written() {
    let records = realistic();
    let (octets, _) = written(&records);
    let lines = Lines::read(Path::new("log"), &octets).unwrap();
    let history = History::read(Path::new("log"), &lines).unwrap();
    assert_eq!(texts(&history.records), texts(&records));
    assert!(octets.len() > 5_000, "expected a log that is worth cutting: {}", octets.len());
}

#[test]
fn a_log_cut_at_any_octet_holds_every_record_that_was_whole_and_goes_on() {
    let records = realistic();
    let (octets, ends) = written(&records);
    let all = texts(&records);
    for cut in 0..=octets.len() {
        let memory = Memory::holding(&octets[..cut]);
        let (mut log, lines) = memory.open().unwrap_or_else(|error| panic!("at {cut}: {error}"));
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(lines.texts, all[..whole], "cut at {cut}");
        History::read(Path::new("log"), &lines).unwrap_or_else(|error| panic!("{cut}: {error}"));
        for record in &records[whole..] {
            log.append(record).unwrap();
        }
        assert_eq!(memory.octets(), octets, "cut at {cut} and gone on with");
    }
}

#[test]
fn a_tail_of_octets_that_were_never_written_is_cut_off() {
    let records = realistic();
    let (octets, ends) = written(&records);
    let before = ends[ends.len() - 2];
    for known in [0, 1, 17, 100] {
        // The machine lost power: the file has its new length already, and not all of its octets.
        let mut torn = octets[..before + known].to_vec();
        torn.resize(octets.len(), 0);
        for end in [&b""[..], b"\n"] {
            let memory = Memory::holding(&[&torn, end].concat());
            let (_, lines) = memory.open().unwrap();
            assert_eq!(lines.texts.len(), records.len() - 1);
            assert_eq!(memory.octets(), octets[..before]);
        }
    }
}

#[test]
fn a_line_that_was_changed_afterwards_is_told_with_its_place() {
    let records = realistic();
    let (octets, ends) = written(&records);
    let middle = records.len() / 2;
    for at in ends[middle - 1]..ends[middle] {
        for bit in [0x01, 0x80] {
            let mut changed = octets.clone();
            changed[at] ^= bit;
            let told = Lines::read(Path::new("log"), &changed);
            let Err(LogError::Damaged { line, byte, .. }) = told else {
                panic!("octet {at} was changed in silence: {told:?}");
            };
            assert_eq!(line, middle + 1);
            assert_eq!(byte, ends[middle - 1] as u64);
        }
    }
}

#[test]
fn a_line_that_is_gone_doubled_or_moved_is_told() {
    let records = realistic();
    let (octets, ends) = written(&records);
    let (before, line, after) = (&octets[..ends[3]], &octets[ends[3]..ends[4]], &octets[ends[4]..]);
    let (next, rest) = after.split_at(ends[5] - ends[4]);
    for changed in [
        [before, after].concat(),
        [before, line, line, after].concat(),
        [before, next, line, rest].concat(),
    ] {
        let told = Lines::read(Path::new("log"), &changed).unwrap_err();
        assert!(matches!(told, LogError::Damaged { .. }), "{told}");
    }
}

#[test]
fn a_changed_last_line_is_told_and_not_taken_for_one_that_was_being_written() {
    let (octets, ends) = written(&realistic());
    let last = ends[ends.len() - 2];
    let mut changed = octets.clone();
    changed[last + 40] ^= 0x01;
    let told = Lines::read(Path::new("log"), &changed).unwrap_err().to_string();
    let expected =
        format!("line {}, which begins at byte {last}, was changed or damaged", ends.len());
    assert!(told.contains(&expected), "{told}");
}

#[test]
fn a_full_disk_ends_the_writing_and_spoils_nothing() {
    let records = realistic();
    let (octets, ends) = written(&records);
    for room in 0..octets.len() {
        for can_cut in [true, false] {
            let memory = Memory { room, can_cut, ..Memory::holding(b"") };
            let (mut log, _) = memory.open().unwrap();
            let failed = records.iter().find_map(|record| log.append(record).err()).unwrap();
            assert!(matches!(failed, LogError::NotWritten { .. }), "{failed}");
            let whole = ends.iter().filter(|end| **end <= room).count();
            // Nothing more is written, even where there would be room again.
            assert!(matches!(log.append(&records[0]), Err(LogError::Broken { .. })));
            let there = Memory::holding(&memory.octets());
            assert_eq!(there.open().unwrap().1.texts.len(), whole, "room for {room}");
        }
    }
}

#[test]
fn a_file_is_cut_and_gone_on_with_as_octets_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let records = realistic();
    let (octets, ends) = written(&records);
    for cut in [0, 1, ends[0], ends[0] + 1, ends[4] - 1, octets.len() - 1] {
        std::fs::write(&path, &octets[..cut]).unwrap();
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let (mut log, lines) = Log::open(&path).unwrap();
        assert_eq!(lines.texts.len(), whole);
        for record in &records[whole..] {
            log.append(record).unwrap();
        }
        assert_eq!(std::fs::read(&path).unwrap(), octets);
    }
}
