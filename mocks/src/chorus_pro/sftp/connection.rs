//! One SSH connection: who it is, then its channels.

use std::collections::BTreeMap;
use std::sync::Arc;

use raccord_kernel::flight::Flight;
use raccord_kernel::{Decision, Trace};
use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel as SshChannel, ChannelId, Pty};

use super::authentication::{self, NoSession, Offer, key_of};
use super::channel::Channel;
use super::frames::Malformed;
use super::partner::{End, Partner};
use super::{SftpPort, rules};
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::sheet::Registered;

/// The most channels of one connection.
const CHANNELS_MAX: usize = 10;

/// How many answers, in bytes, may wait for a client that does not take them.
const BACKLOG_BYTES_MAX: usize = 16 * 1024 * 1024;

/// One connection.
pub(super) struct Connection {
    port: Arc<SftpPort>,
    /// Who it belongs to, once that is known.
    partner: Option<Partner>,
    channels: BTreeMap<ChannelId, Channel>,
    backlog_bytes: usize,
}

impl Connection {
    pub(super) const fn new(port: Arc<SftpPort>) -> Self {
        Self { port, partner: None, channels: BTreeMap::new(), backlog_bytes: 0 }
    }

    fn flight(&self) -> Flight {
        self.port.desk.office().flights.begin()
    }

    fn offer(&self, user: &str, key: &PublicKey, algorithm: &str) -> Offer {
        let key_line = PublicKey::new(key.key_data().clone(), "").to_openssh().unwrap_or_default();
        let journal = &self.port.desk.office().journal;
        let key_name = journal.evidence(|evidence| evidence.name("unknown-key", &key_line));
        Offer { user: user.to_owned(), key_line, key_name, algorithm: algorithm.to_owned() }
    }

    /// The name in the journal of what a slot holds.
    fn name_of(&self, registered: &Registered) -> String {
        self.port.desk.office().journal.evidence(|evidence| {
            let by_key = evidence.name_of(&key_of(registered));
            let name = by_key.or_else(|| evidence.name_of(&registered.fingerprint));
            name.unwrap_or(&registered.file_name).to_owned()
        })
    }

    fn judge(
        &self,
        state: &ChorusPro,
        offer: &Offer,
        now: jiff::Timestamp,
    ) -> Result<(), NoSession> {
        authentication::judge(state, offer, now, |registered| self.name_of(registered))
    }

    /// Decides a session, and writes it down.
    fn decide(
        &self,
        user: &str,
        decide: impl FnOnce(&mut ChorusPro, jiff::Timestamp, &mut Trace) -> Result<(), NoSession>,
    ) -> Result<Auth, End> {
        match self.port.desk.serve_as(&actor(user), "sftp.session", decide) {
            Decision::Answered(()) => Ok(Auth::Accept),
            Decision::Refused(_) | Decision::Faulted { .. } => Ok(Auth::reject()),
            Decision::Cut | Decision::Stalled => Err(End::Cut),
        }
    }

    fn refuse_method(&self, user: &str, method: &str) -> Result<Auth, End> {
        let _flight = self.flight();
        let reason = format!("{method} was tried; sign with the key of the sheet's certificate");
        self.decide(user, |_, _, _| Err(NoSession::new(rules::SFTP_01, reason)))
    }
}

/// The name of a user in the journal: what is no code is not repeated there.
fn actor(user: &str) -> String {
    let is_code =
        (1..=16).contains(&user.len()) && user.bytes().all(|it| it.is_ascii_alphanumeric());
    format!("sftp/{}", if is_code { user } else { "unreadable" })
}

impl Handler for Connection {
    type Error = End;

    async fn auth_password(&mut self, user: &str, _password: &str) -> Result<Auth, End> {
        self.refuse_method(user, "a password")
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        _response: Option<Response<'a>>,
    ) -> Result<Auth, End> {
        self.refuse_method(user, "an interactive method")
    }

    /// A refusal is written down here, where the client learns it; an acceptance when the key has
    /// signed.
    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, End> {
        let _flight = self.flight();
        let offer = self.offer(user, offer.public_key, offer.algorithm.as_str());
        if self.port.desk.read(|state, now| self.judge(state, &offer, now)).is_ok() {
            return Ok(Auth::Accept);
        }
        self.session(user, &offer)
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, End> {
        let _flight = self.flight();
        let offer = self.offer(user, key.public_key, key.algorithm.as_str());
        let auth = self.session(user, &offer)?;
        if auth == Auth::Accept {
            let port = Arc::clone(&self.port);
            self.partner = Some(Partner { port, code: user.to_owned(), actor: actor(user) });
        }
        Ok(auth)
    }

    async fn channel_open_session(
        &mut self,
        _channel: SshChannel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), End> {
        if self.channels.len() < CHANNELS_MAX {
            reply.accept().await;
        }
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        name: &str,
        session: &mut Session,
    ) -> Result<(), End> {
        let partner = self.partner.clone().filter(|_| name == "sftp");
        match partner {
            Some(partner) => {
                self.channels.insert(id, Channel::new(partner));
                session.channel_success(id)?;
            }
            None => session.channel_failure(id)?,
        }
        Ok(())
    }

    async fn data(&mut self, id: ChannelId, data: &[u8], session: &mut Session) -> Result<(), End> {
        let _flight = self.flight();
        let Some(channel) = self.channels.get_mut(&id) else { return Ok(()) };
        let answers = channel.receive(data).await?;
        if answers.is_empty() {
            return Ok(());
        }
        self.backlog_bytes = match session.has_pending_data(id) {
            true => self.backlog_bytes + answers.len(),
            false => answers.len(),
        };
        if self.backlog_bytes > BACKLOG_BYTES_MAX {
            return Err(Malformed("answers that the client does not take".to_owned()).into());
        }
        session.data(id, answers)?;
        Ok(())
    }

    async fn channel_eof(&mut self, id: ChannelId, session: &mut Session) -> Result<(), End> {
        self.channels.remove(&id);
        session.exit_status_request(id, 0)?;
        session.eof(id)?;
        session.close(id)?;
        Ok(())
    }

    async fn channel_close(&mut self, id: ChannelId, _session: &mut Session) -> Result<(), End> {
        self.channels.remove(&id);
        Ok(())
    }

    async fn pty_request(
        &mut self,
        id: ChannelId,
        _term: &str,
        _columns: u32,
        _rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), End> {
        Ok(session.channel_failure(id)?)
    }

    async fn shell_request(&mut self, id: ChannelId, session: &mut Session) -> Result<(), End> {
        Ok(session.channel_failure(id)?)
    }

    async fn exec_request(
        &mut self,
        id: ChannelId,
        _command: &[u8],
        session: &mut Session,
    ) -> Result<(), End> {
        Ok(session.channel_failure(id)?)
    }
}

impl Connection {
    fn session(&self, user: &str, offer: &Offer) -> Result<Auth, End> {
        self.decide(user, |state, now, trace| {
            trace.note("certificate", offer.key_name.clone());
            authentication::note_grounds(state, user, trace);
            self.judge(state, offer, now)
        })
    }
}
