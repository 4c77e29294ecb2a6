//! One SSH connection: who it is, then its channels.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use raccord_kernel::Trace;
use raccord_kernel::flight::Flight;
use raccord_kernel::pause::hold_back;
use russh::keys::PublicKey;
use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel as SshChannel, ChannelId, Pty};
use tokio::sync::oneshot;

use super::authentication::{self, NoSession, Offer, key_of};
use super::channel::Channel;
use super::frames::Malformed;
use super::leash::LeashWatch;
use super::partner::{End, Partner};
use super::{Ports, SftpPort, rules};
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::sheet::Registered;

/// The most channels of one connection.
const CHANNELS_MAX: usize = 10;

/// How many answers, in bytes, may wait for a client that does not take them.
const BACKLOG_BYTES_MAX: usize = 16 * 1024 * 1024;

/// One connection.
pub(super) struct Connection {
    ports: Box<dyn Ports>,
    /// Has the stream reset when it is dropped.
    reset: Box<dyn Fn() + Send + Sync>,
    leash: LeashWatch,
    /// Told whose it is, once.
    tell: Option<oneshot::Sender<Arc<SftpPort>>>,
    /// Who it belongs to, once that is known.
    partner: Option<Partner>,
    channels: BTreeMap<ChannelId, Channel>,
    backlog_bytes: usize,
}

impl Connection {
    pub(super) fn new(
        ports: Box<dyn Ports>,
        reset: Box<dyn Fn() + Send + Sync>,
        leash: LeashWatch,
        tell: oneshot::Sender<Arc<SftpPort>>,
    ) -> Self {
        let (tell, channels) = (Some(tell), BTreeMap::new());
        Self { ports, reset, leash, tell, partner: None, channels, backlog_bytes: 0 }
    }

    /// Who a user would be.
    fn partner_of(&self, user: &str) -> Partner {
        let (port, code) = self.ports.of(user);
        Partner { port, code: code.to_owned(), actor: actor(code), kept_back_ms: Arc::default() }
    }

    /// Keeps answers back in real time, while the leash holds.
    async fn keep_back(&mut self, delay: Duration) -> Result<(), End> {
        if delay.is_zero() {
            return Ok(());
        }
        tokio::select! {
            () = hold_back(delay) => Ok(()),
            () = self.leash.dropped() => Err(End::Cut),
        }
    }

    /// Ends the connection as `end` says.
    fn end(&self, end: End) -> End {
        if matches!(end, End::Reset) {
            (self.reset)();
        }
        end
    }
}

/// Decides who may come in, in a partner's port.
impl Partner {
    fn flight(&self) -> Flight {
        self.port.desk.office().flights.begin()
    }

    fn offer(&self, key: &PublicKey, algorithm: &str) -> Offer {
        let key_line = PublicKey::new(key.key_data().clone(), "").to_openssh().unwrap_or_default();
        let journal = &self.port.desk.office().journal;
        let key_name = journal.evidence(|evidence| evidence.name("unknown-key", &key_line));
        Offer { user: self.code.clone(), key_line, key_name, algorithm: algorithm.to_owned() }
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
        decide: impl FnOnce(&mut ChorusPro, jiff::Timestamp, &mut Trace) -> Result<(), NoSession>,
    ) -> Result<Auth, End> {
        let decision = self.port.desk.serve_as(&self.actor, "sftp.session", decide);
        Ok(self.ended(decision)?.map_or_else(|_| Auth::reject(), |()| Auth::Accept))
    }

    fn session(&self, offer: &Offer) -> Result<Auth, End> {
        self.decide(|state, now, trace| {
            trace.note("certificate", offer.key_name.clone());
            authentication::note_grounds(state, &self.code, trace);
            self.judge(state, offer, now)
        })
    }
}

impl Connection {
    /// Tells a client what was decided of its session.
    async fn told(&mut self, partner: &Partner, decided: Result<Auth, End>) -> Result<Auth, End> {
        match decided {
            Ok(auth) => {
                self.keep_back(partner.kept_back()).await?;
                Ok(auth)
            }
            Err(End::Stalled) => {
                // Nobody reads while it stalls: the client has as long as for any login.
                self.leash.dropped().await;
                Err(End::Cut)
            }
            Err(end) => Err(self.end(end)),
        }
    }

    async fn refuse_method(&mut self, user: &str, method: &str) -> Result<Auth, End> {
        let partner = self.partner_of(user);
        let decided = {
            let _flight = partner.flight();
            let reason =
                format!("{method} was tried; sign with the key of the sheet's certificate");
            partner.decide(|_, _, _| Err(NoSession::new(rules::SFTP_01, reason)))
        };
        self.told(&partner, decided).await
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
        self.refuse_method(user, "a password").await
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        _response: Option<Response<'a>>,
    ) -> Result<Auth, End> {
        self.refuse_method(user, "an interactive method").await
    }

    /// A refusal is written down here, where the client learns it; an acceptance when the key has
    /// signed.
    async fn auth_publickey_offered(
        &mut self,
        user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, End> {
        let partner = self.partner_of(user);
        let decided = {
            let _flight = partner.flight();
            let offer = partner.offer(offer.public_key, offer.algorithm.as_str());
            if partner.port.desk.read(|state, now| partner.judge(state, &offer, now)).is_ok() {
                return Ok(Auth::Accept);
            }
            partner.session(&offer)
        };
        self.told(&partner, decided).await
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, End> {
        let partner = self.partner_of(user);
        let decided = {
            let _flight = partner.flight();
            partner.session(&partner.offer(key.public_key, key.algorithm.as_str()))
        };
        let auth = self.told(&partner, decided).await?;
        if auth == Auth::Accept {
            if let Some(tell) = self.tell.take() {
                // Whoever is told has dropped the leash already, or listens.
                let _ = tell.send(Arc::clone(&partner.port));
            }
            self.partner = Some(partner);
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
        let Some(channel) = self.channels.get_mut(&id) else { return Ok(()) };
        let flight = channel.partner.flight();
        let received = channel.receive(data).await;
        let kept_back = channel.partner.kept_back();
        // Time does not wait for what a fault keeps back.
        drop(flight);
        let answers = match received {
            Ok(answers) => answers,
            Err(End::Stalled) => {
                // The channel stays open, and nobody is behind it any more.
                self.channels.remove(&id);
                return Ok(());
            }
            Err(end) => return Err(self.end(end)),
        };
        self.keep_back(kept_back).await?;
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
