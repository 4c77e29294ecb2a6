//! One SFTP session: requests in, answers out, in order.

use std::collections::BTreeMap;

use bytes::{Bytes, BytesMut};
use russh_sftp::protocol::{
    Attrs, Data, ExtendedReply, File, Handle, Name, Packet, StatusCode, Version,
};

use super::download::READ_BYTES_MAX;
use super::frames::{FRAME_BYTES_MAX, Frames, Malformed, Piece};
use super::handles::{Handles, Open};
use super::partner::{End, Partner};
use super::space::{self, Place};

/// The SFTP session of one SSH channel.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) partner: Partner,
    pub(super) handles: Handles,
    /// What this session dropped, and its sizes.
    pub(super) dropped: BTreeMap<String, u64>,
    frames: Frames,
    is_begun: bool,
}

/// What an answer is, or the status in its place.
pub(super) type Answer = Result<Packet, StatusCode>;

impl Channel {
    /// A session of a partner that has said nothing yet.
    pub(super) fn new(partner: Partner) -> Self {
        Self {
            partner,
            handles: Handles::default(),
            dropped: BTreeMap::new(),
            frames: Frames::default(),
            is_begun: false,
        }
    }

    /// Takes what came, and answers whatever is whole.
    pub(super) async fn receive(&mut self, mut input: &[u8]) -> Result<Bytes, End> {
        let mut answers = BytesMut::new();
        while let Some(piece) = self.frames.next(&mut input)? {
            let answer = match piece {
                Piece::Write { id, handle, offset, bytes, is_last } => {
                    self.write(&handle, offset, bytes).await;
                    is_last.then(|| (id, self.written(&handle)))
                }
                Piece::Request(packet) => {
                    Some((packet.get_request_id(), self.answer(packet).await?))
                }
            };
            if let Some((id, answer)) = answer {
                let packet = answer.unwrap_or_else(|status| Packet::error(id, status));
                let bytes = Bytes::try_from(with_id(packet, id))
                    .map_err(|error| Malformed(error.to_string()))?;
                answers.extend_from_slice(&bytes);
            }
        }
        if !answers.is_empty() {
            self.partner.kept().await;
        }
        Ok(answers.freeze())
    }

    async fn answer(&mut self, packet: Packet) -> Result<Answer, End> {
        if let Packet::Init(_) = packet
            && !self.is_begun
        {
            self.is_begun = true;
            return Ok(Ok(version()));
        }
        if !self.is_begun {
            return Err(Malformed("a request before the version".to_owned()).into());
        }
        self.request(packet).await
    }

    async fn request(&mut self, packet: Packet) -> Result<Answer, End> {
        match packet {
            Packet::Open(open) => self.open(&open.filename, open.pflags),
            Packet::Close(close) => self.close(&close.handle).await,
            Packet::Read(read) => Ok(self.read(&read.handle, read.offset, read.len)),
            Packet::Lstat(lstat) => Ok(self.stat(&lstat.path)),
            Packet::Stat(stat) => Ok(self.stat(&stat.path)),
            Packet::Fstat(fstat) => Ok(self.fstat(&fstat.handle)),
            Packet::SetStat(setstat) => self.set_stat(&setstat.path),
            Packet::FSetStat(fsetstat) => Ok(self.set_handle_stat(&fsetstat.handle)),
            Packet::OpenDir(opendir) => self.open_directory(&opendir.path),
            Packet::ReadDir(readdir) => Ok(self.read_directory(&readdir.handle)),
            Packet::Remove(remove) => self.refuse_change("sftp.remove", &remove.filename),
            Packet::MkDir(mkdir) => self.refuse_change("sftp.mkdir", &mkdir.path),
            Packet::RmDir(rmdir) => self.refuse_change("sftp.rmdir", &rmdir.path),
            Packet::Rename(rename) => self.refuse_rename(&rename.oldpath, &rename.newpath),
            Packet::RealPath(path) => Ok(Ok(name(vec![File::dummy(space::real_path(&path.path))]))),
            Packet::Extended(extended) if extended.request == LIMITS => Ok(Ok(limits())),
            Packet::Extended(_) | Packet::ReadLink(_) | Packet::Symlink(_) => {
                Ok(Err(StatusCode::OpUnsupported))
            }
            Packet::Init(_)
            | Packet::Version(_)
            | Packet::Write(_)
            | Packet::Status(_)
            | Packet::Handle(_)
            | Packet::Data(_)
            | Packet::Name(_)
            | Packet::Attrs(_)
            | Packet::ExtendedReply(_) => {
                Err(Malformed("a packet that no client sends".to_owned()).into())
            }
        }
    }

    async fn write(&mut self, handle: &str, offset: u64, bytes: &[u8]) {
        if let Some(Open::Upload(upload)) = self.handles.at(handle) {
            upload.write(offset, bytes).await;
        }
    }

    fn written(&mut self, handle: &str) -> Answer {
        match self.handles.at(handle) {
            Some(Open::Upload(upload)) if !upload.has_failed() => Ok(done()),
            Some(Open::Download(_)) => Err(StatusCode::PermissionDenied),
            Some(Open::Upload(_) | Open::Listing(_)) | None => Err(StatusCode::Failure),
        }
    }

    fn read(&mut self, handle: &str, offset: u64, length: u32) -> Answer {
        match self.handles.at(handle) {
            Some(Open::Download(download)) => match download.read(offset, length) {
                Some(bytes) => Ok(Packet::Data(Data { id: 0, data: bytes.to_vec() })),
                None => Err(StatusCode::Eof),
            },
            Some(Open::Upload(_)) => Err(StatusCode::PermissionDenied),
            Some(Open::Listing(_)) | None => Err(StatusCode::Failure),
        }
    }

    fn fstat(&mut self, handle: &str) -> Answer {
        let now = self.partner.port.desk.office().clock.now();
        let attrs = match self.handles.at(handle) {
            Some(Open::Upload(upload)) => space::file(upload.size_bytes(), now),
            Some(Open::Download(download)) => space::file(download.size_bytes(), download.since()),
            Some(Open::Listing(_)) => space::directory(now),
            None => return Err(StatusCode::Failure),
        };
        Ok(Packet::Attrs(Attrs { id: 0, attrs }))
    }

    /// Times and modes are taken and ignored: clients set them after an upload.
    fn set_handle_stat(&mut self, handle: &str) -> Answer {
        self.handles.at(handle).map(|_| done()).ok_or(StatusCode::Failure)
    }

    fn read_directory(&mut self, handle: &str) -> Answer {
        let Some(Open::Listing(listing)) = self.handles.at(handle) else {
            return Err(StatusCode::Failure);
        };
        match listing.next_lines() {
            lines if lines.is_empty() => Err(StatusCode::Eof),
            lines => Ok(name(lines)),
        }
    }

    /// What a path means.
    pub(super) fn place(&self, path: &str) -> Place {
        Place::of(path, &self.partner.knobs())
    }
}

/// The request by which OpenSSH's client learns how long reads and writes may be.
const LIMITS: &str = "limits@openssh.com";

fn version() -> Packet {
    let mut version = Version::new();
    version.extensions.insert(LIMITS.to_owned(), "1".to_owned());
    Packet::Version(version)
}

/// Packet, read, write, and open handles (0: not said).
fn limits() -> Packet {
    let limits = [FRAME_BYTES_MAX as u64, READ_BYTES_MAX.into(), READ_BYTES_MAX.into(), 0];
    let data = limits.iter().flat_map(|limit| limit.to_be_bytes()).collect();
    Packet::ExtendedReply(ExtendedReply { id: 0, data })
}

pub(super) fn done() -> Packet {
    Packet::error(0, StatusCode::Ok)
}

pub(super) fn handle(handle: String) -> Packet {
    Packet::Handle(Handle { id: 0, handle })
}

pub(super) fn name(files: Vec<File>) -> Packet {
    Packet::Name(Name { id: 0, files })
}

/// Puts the request's id on its answer.
fn with_id(mut packet: Packet, id: u32) -> Packet {
    match &mut packet {
        Packet::Status(it) => it.id = id,
        Packet::Handle(it) => it.id = id,
        Packet::Data(it) => it.id = id,
        Packet::Name(it) => it.id = id,
        Packet::Attrs(it) => it.id = id,
        Packet::ExtendedReply(it) => it.id = id,
        Packet::Version(_)
        | Packet::Init(_)
        | Packet::Open(_)
        | Packet::Close(_)
        | Packet::Read(_)
        | Packet::Write(_)
        | Packet::Lstat(_)
        | Packet::Fstat(_)
        | Packet::SetStat(_)
        | Packet::FSetStat(_)
        | Packet::OpenDir(_)
        | Packet::ReadDir(_)
        | Packet::Remove(_)
        | Packet::MkDir(_)
        | Packet::RmDir(_)
        | Packet::RealPath(_)
        | Packet::Stat(_)
        | Packet::Rename(_)
        | Packet::ReadLink(_)
        | Packet::Symlink(_)
        | Packet::Extended(_) => {}
    }
    packet
}
