//! What a partner may do in its space.

use russh_sftp::protocol::{Attrs, OpenFlags, StatusCode};

use super::channel::{Answer, Channel, done, handle};
use super::download::Download;
use super::handles::Open;
use super::listing::Listing;
use super::partner::{End, Refusal};
use super::rules;
use super::space::{self, Place};
use super::upload::Upload;
use crate::chorus_pro::exchange::rules as exchange_rules;
use crate::chorus_pro::exchange::{Content, Dropped, Inspection, Outgoing, RefusalOfDrop};

impl Channel {
    /// Opens a file: in the drop to write, in pick-up to read.
    pub(super) fn open(&mut self, path: &str, flags: OpenFlags) -> Result<Answer, End> {
        let is_write = flags.intersects(
            OpenFlags::WRITE | OpenFlags::APPEND | OpenFlags::CREATE | OpenFlags::TRUNCATE,
        );
        match self.place(path) {
            Place::InDrop(name) => self.open_in_drop(name, flags),
            Place::InPickUp(name) if is_write => {
                let reason = format!("`{name}` was opened to be written; write in the drop");
                self.refuse("sftp.open", Refusal::denied(rules::SFTP_08, reason))
            }
            Place::InPickUp(name) => self.open_in_pick_up(&name),
            Place::Root | Place::Drop | Place::PickUp | Place::Nowhere => {
                self.refuse("sftp.open", self.nowhere(path))
            }
        }
    }

    fn open_in_drop(&mut self, name: String, flags: OpenFlags) -> Result<Answer, End> {
        let is_new = flags.contains(OpenFlags::WRITE | OpenFlags::CREATE);
        if !is_new || flags.intersects(OpenFlags::READ | OpenFlags::APPEND) {
            let reason = format!("`{name}` was not opened to be written anew; drop it anew");
            return self.refuse("sftp.open", Refusal::denied(rules::SFTP_09, reason));
        }
        if self.handles.upload(&name).is_some() {
            let reason = format!("`{name}` is being dropped already; close it first");
            return self.refuse("sftp.open", Refusal::denied(rules::SFTP_09, reason));
        }
        let asked = self.partner.ask("sftp.open", |state, _, trace| {
            trace.note("file", name.as_str());
            trace.stands_on(rules::SFTP_09);
            Ok(state.knobs.sftp.spool_bytes_max)
        })?;
        Ok(asked
            .and_then(|bytes_max| self.handles.put(Open::Upload(Upload::new(name, bytes_max))))
            .map(handle))
    }

    fn open_in_pick_up(&mut self, name: &str) -> Result<Answer, End> {
        let (claims, code) = (&self.partner.port.claims, &self.partner.code);
        let asked = self.partner.ask("sftp.open", |state, _, trace| {
            trace.note("file", name);
            let Some(file) = state.exchange.pick_up(code).find(|file| file.name == name) else {
                let reason = format!("`{name}` does not wait in pick-up, or was fetched already");
                return Err(Refusal::absent(exchange_rules::FLOW_09, reason));
            };
            let Some(claim) = claims.claim(file.number) else {
                let reason = format!("`{name}` is being fetched already; fetch each file once");
                return Err(Refusal::denied(exchange_rules::FLOW_09, reason));
            };
            trace.stands_on(rules::SFTP_08);
            Ok(Download::new(file.clone(), claim))
        })?;
        Ok(asked.and_then(|download| self.handles.put(Open::Download(download))).map(handle))
    }

    /// Closes a handle: what was dropped is judged, what was read to its end is fetched.
    pub(super) async fn close(&mut self, handle: &str) -> Result<Answer, End> {
        match self.handles.take(handle) {
            None => Ok(Err(StatusCode::Failure)),
            Some(Open::Listing(_)) => Ok(Ok(done())),
            Some(Open::Upload(upload)) => self.close_upload(upload).await,
            Some(Open::Download(download)) => self.close_download(&download),
        }
    }

    async fn close_upload(&mut self, upload: Upload) -> Result<Answer, End> {
        let (name, size_bytes) = (upload.name().to_owned(), upload.size_bytes());
        let inspection = match self.inspect(upload).await {
            Ok(inspection) => inspection,
            Err(error) => {
                self.partner.incident("sftp.close", format!("`{name}` could not be kept: {error}"));
                return Ok(Err(StatusCode::Failure));
            }
        };
        let application_code = self.partner.code.clone();
        let dropped = Dropped { application_code, file_name: name.clone(), inspection };
        let desk = &self.partner.port.desk;
        let decision = desk.serve_as(&self.partner.actor, "sftp.close", |state, now, trace| {
            state.receive(dropped, now, trace)
        });
        let answer = match self.partner.ended(decision)? {
            Ok(_) => Ok(done()),
            Err(Some(_)) => match desk.read(|state, _| state.knobs.exchange.refusal_of_drop) {
                RefusalOfDrop::ReportInPickUp => Ok(done()),
                RefusalOfDrop::FailureAtClose => Err(StatusCode::Failure),
            },
            Err(None) => Err(StatusCode::Failure),
        };
        if answer.is_ok() {
            self.dropped.insert(name, size_bytes);
        }
        Ok(answer)
    }

    /// Reads the content only if what is known before it lets the drop in.
    async fn inspect(&self, upload: Upload) -> std::io::Result<Inspection> {
        if upload.has_failed() {
            return Err(std::io::Error::other("a write failed before"));
        }
        let (name, size_bytes) = (upload.name().to_owned(), upload.size_bytes());
        let how = self.partner.port.desk.read(|state, now| {
            let judged = state.judge_envelope(&self.partner.code, &name, size_bytes, now);
            judged.ok().map(|(_, extension)| (extension, state.knobs.exchange.limits.clone()))
        });
        match how {
            Some((extension, limits)) => upload.into_spool().inspect(name, extension, limits).await,
            None => {
                let content = Content::NotRead;
                Ok(Inspection { size_bytes, sha256: String::new(), content })
            }
        }
    }

    fn close_download(&self, download: &Download) -> Result<Answer, End> {
        let Outgoing { number, name, .. } = download.file();
        if !download.is_read() {
            let asked = self.partner.ask("sftp.close", |_, _, trace| {
                trace.note("file", name.as_str());
                trace.stands_on(rules::SFTP_10);
                Ok(done())
            });
            return asked;
        }
        self.partner.ask("sftp.fetch", |state, _, trace| {
            if !state.fetch(*number, trace) {
                let reason = format!("`{name}` was purged while it was read");
                return Err(Refusal::absent(exchange_rules::FLOW_10, reason));
            }
            trace.stands_on(rules::SFTP_10);
            Ok(done())
        })
    }

    /// The attributes of a path.
    pub(super) fn stat(&self, path: &str) -> Answer {
        let place = self.place(path);
        let attrs = self.partner.port.desk.read(|state, now| match &place {
            Place::Root | Place::Drop | Place::PickUp => Some(space::directory(now)),
            Place::InDrop(name) => self.dropped_size(name).map(|size| space::file(size, now)),
            Place::InPickUp(name) => {
                let mut files = state.exchange.pick_up(&self.partner.code);
                let file = files.find(|file| file.name == *name)?;
                Some(space::file(file.content.len() as u64, file.since))
            }
            Place::Nowhere => None,
        });
        let answer = |attrs| russh_sftp::protocol::Packet::Attrs(Attrs { id: 0, attrs });
        attrs.map(answer).ok_or(StatusCode::NoSuchFile)
    }

    fn dropped_size(&self, name: &str) -> Option<u64> {
        let under_way = self.handles.upload(name).map(Upload::size_bytes);
        under_way.or_else(|| self.dropped.get(name).copied())
    }

    /// Times and modes are taken and ignored, except in pick-up.
    pub(super) fn set_stat(&self, path: &str) -> Result<Answer, End> {
        match self.place(path) {
            Place::PickUp | Place::InPickUp(_) => self.refuse_change("sftp.setstat", path),
            Place::Root | Place::Drop | Place::InDrop(_) | Place::Nowhere => {
                Ok(self.stat(path).map(|_| done()))
            }
        }
    }

    /// Opens a directory to be listed.
    pub(super) fn open_directory(&mut self, path: &str) -> Result<Answer, End> {
        let place = self.place(path);
        let nowhere = self.nowhere(path);
        let asked = self.partner.ask("sftp.list", |state, now, trace| {
            trace.note("directory", space::real_path(path));
            let knobs = &state.knobs.sftp;
            let directory = |name: &str| space::line(name, space::directory(now));
            let lines = match place {
                Place::Root => {
                    vec![directory(&knobs.drop_directory), directory(&knobs.pick_up_directory)]
                }
                Place::Drop => self.drop_lines(now),
                Place::PickUp => state
                    .exchange
                    .pick_up(&self.partner.code)
                    .map(|file| {
                        let size = file.content.len() as u64;
                        space::line(&file.name, space::file(size, file.since))
                    })
                    .collect(),
                Place::InDrop(_) | Place::InPickUp(_) | Place::Nowhere => {
                    return Err(nowhere);
                }
            };
            trace.note("files", lines.len());
            trace.stands_on(rules::SFTP_07);
            Ok(Listing::new(lines))
        })?;
        Ok(asked.and_then(|listing| self.handles.put(Open::Listing(listing))).map(handle))
    }

    fn drop_lines(&self, now: jiff::Timestamp) -> Vec<russh_sftp::protocol::File> {
        let under_way = self.handles.uploads().map(|it| (it.name(), it.size_bytes()));
        let mut sizes: std::collections::BTreeMap<&str, u64> =
            self.dropped.iter().map(|(name, size)| (name.as_str(), *size)).collect();
        sizes.extend(under_way);
        sizes.into_iter().map(|(name, size)| space::line(name, space::file(size, now))).collect()
    }

    /// Refuses a change of what a path means, and writes it down.
    pub(super) fn refuse_change(&self, operation: &str, path: &str) -> Result<Answer, End> {
        let refusal = match self.place(path) {
            Place::PickUp | Place::InPickUp(_) => {
                let reason = format!("`{path}` is in pick-up; only list and get there");
                Refusal::denied(rules::SFTP_08, reason)
            }
            Place::Drop | Place::InDrop(_) => {
                let reason = format!("`{path}` is in the drop; write it under its final name");
                Refusal::denied(rules::SFTP_09, reason)
            }
            Place::Root | Place::Nowhere => Refusal::denied(
                rules::SFTP_07,
                format!("`{path}` is outside drop and pick-up; keep to those two"),
            ),
        };
        self.refuse(operation, refusal)
    }

    /// Refuses a renaming: by where it takes from, or by where it puts to if that is in pick-up.
    pub(super) fn refuse_rename(&self, from: &str, to: &str) -> Result<Answer, End> {
        let path = match self.place(to) {
            Place::PickUp | Place::InPickUp(_) => to,
            Place::Root | Place::Drop | Place::InDrop(_) | Place::Nowhere => from,
        };
        self.refuse_change("sftp.rename", path)
    }

    fn refuse(&self, operation: &str, refusal: Refusal) -> Result<Answer, End> {
        self.partner.ask(operation, |_, _, _| Err(refusal))
    }

    fn nowhere(&self, path: &str) -> Refusal {
        let knobs = self.partner.knobs();
        let (path, drop, pick_up) =
            (space::real_path(path), knobs.drop_directory, knobs.pick_up_directory);
        let reason = format!("`{path}` is neither in /{drop} nor in /{pick_up}");
        Refusal::absent(rules::SFTP_07, reason)
    }
}
