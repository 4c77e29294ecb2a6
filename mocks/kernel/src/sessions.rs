//! The sessions of a portal: who visits, until when.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::after;
use crate::secret::Secret;

/// One session of a visitor `V`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Session<V> {
    token: Secret,
    over_at: Timestamp,
    visitor: V,
}

/// The sessions of a portal, each of a visitor `V`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sessions<V> {
    open: Vec<Session<V>>,
}

/// Why a token lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSession {
    /// There is no token, or nobody opened a session with it.
    Unknown,
    /// The session was not used for too long.
    Over,
}

impl<V> Default for Sessions<V> {
    fn default() -> Self {
        Self { open: Vec::new() }
    }
}

impl<V> Sessions<V> {
    /// Opens a session that is over at `over_at` unless it is used before.
    pub fn open(&mut self, token: Secret, over_at: Timestamp, visitor: V) {
        self.open.push(Session { token, over_at, visitor });
    }

    /// Finds who holds a token, and lets the session live on for `idle`.
    ///
    /// # Errors
    ///
    /// When nobody holds it, or the session is over.
    pub fn enter(
        &mut self,
        token: Option<&str>,
        now: Timestamp,
        idle: SignedDuration,
    ) -> Result<&mut V, NoSession> {
        let token = token.ok_or(NoSession::Unknown)?;
        let session = self.open.iter_mut().find(|session| session.token.matches(token));
        let session = session.ok_or(NoSession::Unknown)?;
        if session.over_at <= now {
            return Err(NoSession::Over);
        }
        session.over_at = after(now, idle);
        Ok(&mut session.visitor)
    }

    /// Who holds a token, without letting the session live on.
    #[must_use]
    pub fn holder(&self, token: Option<&str>, now: Timestamp) -> Option<&V> {
        let token = token?;
        let held = self.open.iter().find(|session| session.token.matches(token))?;
        (now < held.over_at).then_some(&held.visitor)
    }

    /// Ends the session of a token.
    pub fn close(&mut self, token: Option<&str>) {
        self.open.retain(|session| !token.is_some_and(|token| session.token.matches(token)));
    }

    /// Forgets the sessions that were over a day before `now`: until then their holders are told
    /// that they are over.
    pub fn forget_old(&mut self, now: Timestamp) {
        self.open.retain(|session| now < after(session.over_at, SignedDuration::from_hours(24)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDLE: SignedDuration = SignedDuration::from_mins(30);

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    fn sessions() -> Sessions<&'static str> {
        let mut sessions = Sessions::default();
        sessions.open(Secret::new("t0ken".to_owned()), at(30), "visitor");
        sessions
    }

    #[test]
    fn a_session_lives_on_as_long_as_it_is_used() {
        let mut sessions = sessions();
        assert_eq!(sessions.enter(Some("t0ken"), at(29), IDLE), Ok(&mut "visitor"));
        assert_eq!(sessions.enter(Some("t0ken"), at(58), IDLE), Ok(&mut "visitor"));
        assert_eq!(sessions.enter(Some("t0ken"), at(88), IDLE), Err(NoSession::Over));
    }

    #[test]
    fn looking_does_not_let_a_session_live_on() {
        let mut sessions = sessions();
        assert_eq!(sessions.holder(Some("t0ken"), at(29)), Some(&"visitor"));
        assert_eq!(sessions.enter(Some("t0ken"), at(30), IDLE), Err(NoSession::Over));
    }

    #[test]
    fn nobody_enters_without_a_token_with_another_or_after_the_end() {
        let mut sessions = sessions();
        assert_eq!(sessions.enter(None, at(0), IDLE), Err(NoSession::Unknown));
        assert_eq!(sessions.enter(Some("token"), at(0), IDLE), Err(NoSession::Unknown));
        sessions.close(Some("t0ken"));
        assert_eq!(sessions.enter(Some("t0ken"), at(0), IDLE), Err(NoSession::Unknown));
    }

    #[test]
    fn a_session_that_is_over_is_told_so_for_a_day_then_forgotten() {
        let mut sessions = sessions();
        sessions.forget_old(at(30 + 24 * 60 - 1));
        assert_eq!(sessions.enter(Some("t0ken"), at(3000), IDLE), Err(NoSession::Over));
        sessions.forget_old(at(30 + 24 * 60));
        assert_eq!(sessions.enter(Some("t0ken"), at(3000), IDLE), Err(NoSession::Unknown));
    }
}
